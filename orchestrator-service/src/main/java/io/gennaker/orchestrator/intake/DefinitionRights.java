package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.access.CommandRights;
import java.util.Optional;

/// Whether an actor's roles allow a change of a definition: in the application that it comes to, and in the one that it
/// leaves. The console asks the same before; others may write to the bus, too.
public final class DefinitionRights {
    private final Reading reading;
    private final DefinitionStore definitions;

    public DefinitionRights(Reading reading, DefinitionStore definitions) {
        this.reading = reading;
        this.definitions = definitions;
    }

    /// @return why not; empty when it may be
    public Optional<String> refusal(DefinitionCommand command) {
        CommandRights.Claim claim = CommandRights.of(command);
        return switch (command) {
            case DefinitionCommand.Apply apply ->
                // one that cannot be read is refused for that
                reading.belonging(apply.fileName(), apply.document())
                        .flatMap(comesTo -> claim.refusal(comesTo.application()))
                        .or(() -> leaving(claim, command));
            case DefinitionCommand.Remove _ -> leaving(claim, command);
            case DefinitionCommand.Promote _ -> claim.refusal(null);
        };
    }

    private Optional<String> leaving(CommandRights.Claim claim, DefinitionCommand command) {
        return definitions
                .find(command.kind(), command.name())
                .flatMap(version -> claim.refusal(inForce(version)
                        .map(Reading.Belonging::application)
                        // one of another version of the language is everybody's
                        .orElse(null)));
    }

    private Optional<Reading.Belonging> inForce(DefinitionVersion version) {
        DefinitionVersion.Expansion made = version.expansion();
        return reading.belonging(version.fileName(), made == null ? version.document() : made.document());
    }
}
