package io.gennaker.contracts;

/// A report about one operation of an execution, from the service that does the work.
public sealed interface OperationEvent extends Message
        permits DeploymentEvent, AnalysisEvent, JudgementEvent, CalloutEvent {
    ExecutionId executionId();

    OperationId operationId();

    @Override
    default String key() {
        return executionId().value();
    }
}
