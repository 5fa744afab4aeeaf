package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.TemplateChannel;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// Which version a channel of a template has.
@Entity
@Table(name = "template_channel")
class ChannelEntity {
    @EmbeddedId
    Key key = new Key("", TemplateChannel.STABLE);

    @Column(nullable = false, columnDefinition = "text")
    String digest = "";

    @Column(columnDefinition = "text")
    @Nullable
    String incoming;

    @Embeddable
    record Key(
            @Column(columnDefinition = "text") String template,

            @Enumerated(EnumType.STRING) @Column(columnDefinition = "text")
            TemplateChannel channel) {}
}
