package io.gennaker.judgement.callout;

import org.jspecify.annotations.Nullable;

/// Tells people, by whatever channel.
@FunctionalInterface
public interface Notices {
    /// @param progress null at the beginning
    Step next(Notice notice, @Nullable Progress progress) throws InterruptedException;
}
