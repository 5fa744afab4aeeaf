package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.definition.FreezeDefinition;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which freeze is in force, by the definitions that the running transaction sees.
public final class Freezes {
    private final DefinitionStore definitions;
    private final Reading reading;
    private volatile Map<Digest, FreezeDefinition> known = Map.of();

    public Freezes(DefinitionStore definitions, Reading reading) {
        this.definitions = definitions;
        this.reading = reading;
    }

    /// The freeze that holds an application.
    public Optional<FreezeDefinition.InForce> of(String application, Instant at) {
        return FreezeDefinition.inForce(all(), application, at);
    }

    private List<FreezeDefinition> all() {
        List<DefinitionVersion> versions = definitions.all(DefinitionKind.FREEZE);
        if (versions.isEmpty()) {
            return List.of();
        }
        var before = known;
        var read = new HashMap<Digest, FreezeDefinition>();
        for (DefinitionVersion version : versions) {
            FreezeDefinition same = before.get(version.digest());
            read.put(version.digest(), same == null ? reading.freeze(version) : same);
        }
        known = Map.copyOf(read);
        return List.copyOf(read.values());
    }
}
