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
import java.util.HashMap;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/// One version of a definition.
@Entity
@Table(name = "definition_version")
class VersionEntity {
    @EmbeddedId
    Key key = new Key(DefinitionKind.PIPELINE, "", "");

    @Column(name = "file_name", nullable = false, columnDefinition = "text")
    String fileName = "";

    @Column(nullable = false, columnDefinition = "text")
    String document = "";

    /// Path to digest of its content.
    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false, columnDefinition = "jsonb")
    Map<String, String> files = new HashMap<>();

    @Column(name = "applied_by", nullable = false, columnDefinition = "text")
    String appliedBy = "";

    @Column(name = "applied_at", nullable = false)
    Instant appliedAt = Instant.EPOCH;

    @Embeddable
    record Key(
            @Enumerated(EnumType.STRING) @Column(columnDefinition = "text")
            DefinitionKind kind,

            @Column(columnDefinition = "text") String name,
            @Column(columnDefinition = "text") String digest) {}
}
