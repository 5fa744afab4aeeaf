package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.TemplateExpansion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts definitions in force and out of force, and says so on the bus.
public final class DefinitionChanges {
    private final Reading reading;
    private final DefinitionStore definitions;
    private final ExecutionStore store;
    private final Executions executions;
    private final TemplateChanges templates;
    private final PipelineCycles cycles;

    public DefinitionChanges(
            Reading reading, DefinitionStore definitions, ExecutionStore store, Executions executions) {
        this.reading = reading;
        this.definitions = definitions;
        this.store = store;
        this.executions = executions;
        this.templates = new TemplateChanges(reading, definitions, this::putUnlessCyclic);
        this.cycles = new PipelineCycles(reading, definitions);
    }

    /// Puts a definition in force, or changes nothing.
    ///
    /// @return everything that is wrong with it; empty when it is in force now
    public List<String> apply(DefinitionCommand.Apply command, Instant at, Outgoing outgoing) {
        return switch (reading.read(command)) {
            case Reading.Invalid(var problems) -> problems;
            case Reading.Plain(var version) -> {
                put(version, command.by(), at, outgoing);
                changed(version.kind(), at, outgoing);
                yield List.of();
            }
            case Reading.Pipeline pipeline -> putUnlessCyclic(pipeline, command.by(), at, outgoing);
            case Reading.Templated templated ->
                switch (templates.make(templated)) {
                    case Reading.Invalid(var problems) -> problems;
                    case Reading.Pipeline pipeline -> putUnlessCyclic(pipeline, command.by(), at, outgoing);
                };
            case Reading.Template(var version) -> {
                lockChannels(version.name());
                put(version, command.by(), at, outgoing);
                templates.release(version, command, at, outgoing);
                yield List.of();
            }
        };
    }

    /// Moves a channel of a template, with the pipelines that come along; one that does not fit the version stays.
    ///
    /// @return why not; empty when it is moved
    public List<String> promote(DefinitionCommand.Promote command, Instant at, Outgoing outgoing) {
        return templates.promote(command, at, outgoing);
    }

    /// Takes a definition out of force. Executions that run keep their plan; one that is not in force stays so.
    ///
    /// @return why not; empty when it is out of force
    public List<String> remove(DefinitionCommand.Remove command, Instant at, Outgoing outgoing) {
        if (command.kind() == DefinitionKind.PIPELINE_TEMPLATE) {
            // Who puts a pipeline on a channel comes before, and is seen, or after.
            lockChannels(command.name());
            List<String> users = definitions.madeBy(command.name()).stream()
                    .map(DefinitionVersion::name)
                    .toList();
            if (!users.isEmpty()) {
                return List.of("pipelines name it: " + String.join(", ", users));
            }
            definitions.removeChannels(command.name());
        }
        boolean restoresRoutes = command.kind() == DefinitionKind.PIPELINE
                && definitions
                        .find(DefinitionKind.PIPELINE, command.name())
                        .filter(reading::restoresRoutes)
                        .isPresent();
        if (definitions.remove(command.kind(), command.name())) {
            if (restoresRoutes) {
                outgoing.send(restoring(command, at));
            }
            outgoing.send(new DefinitionEvent.Removed(command.kind(), command.name(), command.by(), at));
            changed(command.kind(), at, outgoing);
        }
        return List.of();
    }

    /// Before the template itself is touched, always in this order: two who wait for each other get nowhere.
    private void lockChannels(String template) {
        for (TemplateChannel channel : TemplateChannel.values()) {
            definitions.lockChannel(template, channel);
        }
    }

    private static ExecutionCommand restoring(DefinitionCommand.Remove command, Instant at) {
        return new ExecutionCommand.RestoreRoutes(
                ExecutionId.of(command.name(), "removed/" + command.at()),
                command.name(),
                command.by(),
                "the pipeline was removed",
                at);
    }

    /// A freeze came, moved or went: each pipeline that somebody waits for asks again, in a transaction of its own.
    private void changed(DefinitionKind kind, Instant at, Outgoing outgoing) {
        if (kind == DefinitionKind.FREEZE) {
            store.awaited().forEach(pipeline -> outgoing.fillPlacesSoon(pipeline, at));
        }
    }

    private List<String> putUnlessCyclic(Reading.Pipeline pipeline, Actor by, Instant at, Outgoing outgoing) {
        var cycle = cycles.closedBy(pipeline);
        if (cycle.isEmpty()) {
            put(pipeline, by, at, outgoing);
        }
        return cycle.stream().toList();
    }

    private void put(Reading.Pipeline pipeline, Actor by, Instant at, Outgoing outgoing) {
        String name = pipeline.version().name();
        put(pipeline.version(), by, at, outgoing);
        store.limit(name, pipeline.concurrency());
        executions.fillPlaces(name, at, outgoing);
    }

    private void put(DefinitionVersion version, Actor by, Instant at, Outgoing outgoing) {
        definitions.put(version);
        Map<String, Digest> files = version.files().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, file -> Digest.of(file.getValue())));
        outgoing.send(new DefinitionEvent.Applied(
                version.kind(),
                version.name(),
                version.digest(),
                version.fileName(),
                version.document(),
                files,
                by,
                at,
                version.source(),
                expansion(version)));
    }

    private static @Nullable TemplateExpansion expansion(DefinitionVersion version) {
        DefinitionVersion.Expansion made = version.expansion();
        return made == null
                ? null
                : new TemplateExpansion(
                        made.template(), made.digest(), made.channel(), CompressedText.of(made.document()));
    }
}
