package io.gennaker.spinnaker.json;

/// A file that holds no pipelines of Spinnaker. The message says what was found, where, and what is allowed.
public final class UnreadableFile extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableFile(String message) {
        super(message);
    }
}
