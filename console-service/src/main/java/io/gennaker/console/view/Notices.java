package io.gennaker.console.view;

import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.access.Applications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people were told by rules, and what they could not be told.
public interface Notices {
    void store(NoticeEvent event);

    /// Newest first, of visible executions.
    ///
    /// @param execution only of this one; null for all
    List<NoticeView> list(@Nullable String execution, boolean failedOnly, Applications visible, int limit);

    /// @param rule that wants it; empty for a message that could not be brought up to date
    /// @param to address in the channel
    /// @param failure why people were not told; null where they were
    record NoticeView(
            String id,
            String executionId,
            String rule,
            String occasion,
            String channel,
            String to,
            @Nullable String failure,
            Instant at) {}
}
