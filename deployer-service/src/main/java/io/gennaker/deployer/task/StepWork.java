package io.gennaker.deployer.task;

/// One step under way. Tried again whenever something may have changed; closed when the step is over.
interface StepWork extends AutoCloseable {
    /// @throws ClusterProblem among others; the runner knows what each means
    StepOutcome attempt();

    @Override
    default void close() {}
}
