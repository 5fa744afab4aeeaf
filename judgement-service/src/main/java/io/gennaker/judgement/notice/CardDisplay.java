package io.gennaker.judgement.notice;

import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import org.jspecify.annotations.Nullable;

/// Brings the message of a card up to date.
@FunctionalInterface
public interface CardDisplay {
    /// @param owner who asks: of several, one works on a card
    /// @param attempts tries in all
    /// @param progress null at the beginning
    Step show(String card, String owner, int attempts, @Nullable Progress progress);
}
