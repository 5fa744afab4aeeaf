package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.Nested;
import io.gennaker.pipeline.planning.Starters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Names whoever asked for a rerun where people may be asked, and for those that led to it: its plan names only
/// those of the execution that all of them repeat.
final class Reruns {
    private Reruns() {}

    /// @param earlier how the execution came about that is repeated; empty where nobody knows it
    static TriggerInfo trigger(ExecutionCommand.Rerun command, Optional<Origin> earlier) {
        var attributes = new TreeMap<>(Map.of(Origin.REASON, command.reason()));
        attributes.putAll(Starters.attributes(earlier.map(Reruns::people).orElse(List.of())));
        return new TriggerInfo(
                Origin.RERUN,
                command.of().value(),
                command.executionId().value(),
                command.by().user(),
                attributes);
    }

    /// @param origin of the execution that sends the command
    static Message naming(Message command, Supplier<Origin> origin) {
        return switch (command) {
            case JudgementCommand.Open open
            when !open.spec().requesterMayDecide() -> {
                var barring = open;
                for (String person : people(origin.get())) {
                    barring = barring(barring, person);
                }
                yield barring;
            }
            case ExecutionCommand.Start nested -> Nested.startedBy(nested, people(origin.get()));
            default -> command;
        };
    }

    /// Who asked for a rerun, and for each before it.
    private static List<String> people(Origin origin) {
        var trigger = origin.trigger();
        return trigger.kind().equals(Origin.RERUN)
                ? Stream.concat(Stream.ofNullable(trigger.user()), Starters.of(trigger.attributes()).stream())
                        .distinct()
                        .toList()
                : List.of();
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
