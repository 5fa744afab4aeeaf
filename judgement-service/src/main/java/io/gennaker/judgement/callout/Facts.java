package io.gennaker.judgement.callout;

import java.util.Optional;

/// What a system outside says.
public interface Facts {
    /// Nothing.
    Facts NONE = new Facts() {
        @Override
        public Optional<String> at(String path) {
            return Optional.empty();
        }

        @Override
        public Optional<String> textAt(String path) {
            return Optional.empty();
        }
    };

    /// What is at a JSONPath, as outputs carry it: text that would read as JSON is in quotation marks.
    Optional<String> at(String path);

    /// The text at a JSONPath as it is, to be compared and shown; what is no text there as JSON.
    Optional<String> textAt(String path);
}
