package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;
import java.util.Optional;

/// What an execution that waits leaves to the start that replaces it: the images that it was given, so that the
/// newest of each is delivered though only the last start is.
///
/// @param plan of the one that is replaced
/// @param given images of the plan that came with its start
/// @param trigger what started it
record Succession(Plan plan, List<Artifact> given, TriggerInfo trigger) {
    Succession {
        given = List.copyOf(given);
    }

    /// Empty where nothing is left to another one: what a person or a stage asked for is meant for that execution
    /// alone, and so is the plan of one that runs once more or was opened again.
    static Optional<Succession> of(StoredExecution replaced, Origin origin, Plan plan) {
        var notGiven = origin.notGiven();
        boolean wasOpenedAgain = replaced.state() instanceof ExecutionState.Queued queued && queued.standing() != null;
        if (notGiven == null || wasOpenedAgain || origin.trigger().user() != null || Nested.is(origin.trigger())) {
            return Optional.empty();
        }
        var given = plan.artifacts().stream()
                .filter(artifact -> !notGiven.contains(artifact.name()))
                .toList();
        return Optional.of(new Succession(plan, given, origin.trigger()));
    }

    /// Whether it may leave something to a start. Other parameters may mean another place.
    boolean concerns(ExecutionCommand.Start heir, Plan planned) {
        return plan.parameters().equals(planned.parameters())
                && given.stream().anyMatch(artifact -> !brings(heir, artifact));
    }

    /// The start, with all who had a part in what is left to it.
    ExecutionCommand.Start naming(ExecutionCommand.Start heir) {
        return Nested.startedBy(heir, Nested.behind(trigger));
    }

    /// Of what is left to a start, the images that its plan has.
    List<Artifact> taken(ExecutionCommand.Start heir, Plan planned) {
        return given.stream()
                .filter(planned.artifacts()::contains)
                .filter(artifact -> !brings(heir, artifact))
                .toList();
    }

    private static boolean brings(ExecutionCommand.Start heir, Artifact artifact) {
        return heir.artifacts().stream().anyMatch(own -> own.name().equals(artifact.name()));
    }
}
