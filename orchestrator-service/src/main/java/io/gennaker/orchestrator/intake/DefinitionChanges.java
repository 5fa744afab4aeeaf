package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Puts definitions in force and out of force, and says so on the bus.
public final class DefinitionChanges {
    private final Reading reading;
    private final DefinitionStore definitions;
    private final ExecutionStore store;
    private final Executions executions;

    public DefinitionChanges(
            Reading reading, DefinitionStore definitions, ExecutionStore store, Executions executions) {
        this.reading = reading;
        this.definitions = definitions;
        this.store = store;
        this.executions = executions;
    }

    /// Puts a definition in force, or changes nothing.
    ///
    /// @return everything that is wrong with it; empty when it is in force now
    public List<String> apply(DefinitionCommand.Apply command, Instant at, Outgoing outgoing) {
        return switch (reading.read(command)) {
            case Reading.Invalid(var problems) -> problems;
            case Reading.Valid(var version, var concurrency) -> {
                definitions.put(version);
                outgoing.send(applied(version, command, at));
                concurrency.ifPresent(limit -> {
                    store.limit(version.name(), limit);
                    executions.fillPlaces(version.name(), at, outgoing);
                });
                yield List.of();
            }
        };
    }

    /// Takes a definition out of force. Executions that run keep their plan; one that is not in force stays so.
    public void remove(DefinitionCommand.Remove command, Instant at, Outgoing outgoing) {
        if (definitions.remove(command.kind(), command.name())) {
            outgoing.send(new DefinitionEvent.Removed(command.kind(), command.name(), command.by(), at));
        }
    }

    private static DefinitionEvent applied(DefinitionVersion version, DefinitionCommand.Apply command, Instant at) {
        Map<String, Digest> files = version.files().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> Digest.of(file.getValue())));
        return new DefinitionEvent.Applied(
                version.kind(),
                version.name(),
                version.digest(),
                version.fileName(),
                version.document(),
                files,
                command.by(),
                at);
    }
}
