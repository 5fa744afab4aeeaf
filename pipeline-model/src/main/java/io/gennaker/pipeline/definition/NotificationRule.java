package io.gennaker.pipeline.definition;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.DefinitionKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is told what of which deliveries.
///
/// @param application whose deliveries; null for those of all
/// @param pipelines patterns of names, one of which must fit; none for all
/// @param title template over `fact`; null for words of Gennaker's own
/// @param message as `title`
public record NotificationRule(
        String name,
        @Nullable String application,
        List<TextPattern> pipelines,
        Set<Occasion> on,
        List<Target> to,
        @Nullable String title,
        @Nullable String message)
        implements Definition {
    public NotificationRule {
        pipelines = List.copyOf(pipelines);
        on = Set.copyOf(on);
        to = List.copyOf(to);
    }

    /// Where a notice goes.
    ///
    /// @param address of the channel's own kind: a conversation's id, an e-mail address, a URL, a name
    public record Target(NoticeChannel channel, String address) {}

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.NOTIFICATION_RULE;
    }

    public boolean concerns(String pipeline, String ofApplication) {
        return (application == null || application.equals(ofApplication))
                && (pipelines.isEmpty() || pipelines.stream().anyMatch(pattern -> pattern.fits(pipeline)));
    }
}
