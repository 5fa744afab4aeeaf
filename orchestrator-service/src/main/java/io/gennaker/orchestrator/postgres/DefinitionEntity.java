package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.TemplateChannel;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

    @Column(columnDefinition = "text")
    @Nullable
    String source;

    /// Null for a definition that names no template.
    @Column(columnDefinition = "text")
    @Nullable
    String template;

    @Column(name = "template_digest", columnDefinition = "text")
    @Nullable
    String templateDigest;

    @Enumerated(EnumType.STRING)
    @Column(name = "template_channel", columnDefinition = "text")
    @Nullable
    TemplateChannel templateChannel;

    /// Digest of the text that the template made.
    @Column(columnDefinition = "text")
    @Nullable
    String expanded;

    @Embeddable
    record Key(
            @Enumerated(EnumType.STRING) @Column(columnDefinition = "text")
            DefinitionKind kind,

            @Column(columnDefinition = "text") String name) {}
}
