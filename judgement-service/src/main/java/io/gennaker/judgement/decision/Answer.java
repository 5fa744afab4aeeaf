package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody answered.
///
/// @param form what was chosen and put in; in the record with defaults
/// @param onBehalfOf whose right it was, where that was handed on; set by the ruling
public record Answer(
        String requestId,
        Decision decision,
        FilledForm form,
        Actor by,
        Channel channel,
        @Nullable String comment,
        Instant at,
        @Nullable String onBehalfOf)
        implements Act {
    /// As it comes in.
    public Answer(
            String requestId,
            Decision decision,
            FilledForm form,
            Actor by,
            Channel channel,
            @Nullable String comment,
            Instant at) {
        this(requestId, decision, form, by, channel, comment, at, null);
    }

    Answer settled(FilledForm full, @Nullable String principal) {
        return new Answer(requestId, decision, full, by, channel, comment, at, principal);
    }

    /// Whether both decide the same, so that they count together.
    boolean agrees(Answer other) {
        return decision == other.decision && form.equals(other.form);
    }
}
