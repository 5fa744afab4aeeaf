package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.DefinitionKind;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;

/// Which version of a definition is in force.
@Entity
@Table(name = "definition")
class DefinitionEntity {
    @EmbeddedId
    Key key = new Key(DefinitionKind.PIPELINE, "");

    @Column(nullable = false, columnDefinition = "text")
    String digest = "";

    @Column(name = "applied_at", nullable = false)
    Instant appliedAt = Instant.EPOCH;

    @Embeddable
    record Key(
            @Enumerated(EnumType.STRING) @Column(columnDefinition = "text")
            DefinitionKind kind,

            @Column(columnDefinition = "text") String name) {}
}
