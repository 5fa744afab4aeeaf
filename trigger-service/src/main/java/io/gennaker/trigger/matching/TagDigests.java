package io.gennaker.trigger.matching;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;

/// Asks registries which digest a tag names now.
public interface TagDigests {
    sealed interface Answer {
        record Named(Digest digest) implements Answer {}

        /// Asking again gives the same.
        record Unknown(String reason) implements Answer {}

        /// Asking again later may help.
        record Unanswered(String reason) implements Answer {}
    }

    Answer digestOf(ImageReference image) throws InterruptedException;
}
