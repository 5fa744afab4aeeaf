package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.orchestrator.execution.Nested;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Names whoever asked for a rerun where people may be asked: its plan names those of the execution it repeats.
final class Reruns {
    private Reruns() {}

    /// @param origin of the execution that sends the command
    static Message naming(Message command, Supplier<Origin> origin) {
        return switch (command) {
            case JudgementCommand.Open open
            when !open.spec().requesterMayDecide() ->
                person(origin.get()).map(person -> barring(open, person)).orElse(open);
            case ExecutionCommand.Start nested ->
                person(origin.get())
                        .map(person -> Nested.startedBy(nested, List.of(person)))
                        .orElse(nested);
            default -> command;
        };
    }

    private static Optional<String> person(Origin origin) {
        return origin.trigger().kind().equals(Origin.RERUN)
                ? Optional.ofNullable(origin.trigger().user())
                : Optional.empty();
    }

    private static JudgementCommand.Open barring(JudgementCommand.Open open, String person) {
        return new JudgementCommand.Open(
                open.executionId(),
                open.operationId(),
                open.pipeline(),
                open.requester(),
                open.spec().barring(person),
                open.at(),
                open.application());
    }
}
