package io.gennaker.console.view;

import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was done about a judgement. What a kind does not have is absent.
///
/// @param user absent where nobody did it: a reminder
/// @param decision of an answer
/// @param form of an answer
/// @param to whom the right to decide was handed on
/// @param text a comment, or what was remarked
/// @param reminder which one went out, from 1
public record HistoryView(
        Kind kind,
        Instant at,
        @Nullable String user,
        @Nullable Channel channel,
        @Nullable String text,
        @Nullable Decision decision,
        @Nullable FilledForm form,
        @Nullable String onBehalfOf,
        @Nullable String to,
        @Nullable Integer reminder) {

    /// What was done, in the words of the API: this package knows no JSON.
    public enum Kind {
        Answered,
        Revoked,
        Delegated,
        Commented,
        Reminded
    }
}
