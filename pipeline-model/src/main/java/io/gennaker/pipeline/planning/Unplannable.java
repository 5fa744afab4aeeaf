package io.gennaker.pipeline.planning;

/// A stage cannot run: an expression in it has no value, or one that does not fit. The message says which and why.
public final class Unplannable extends Exception {
    Unplannable(String message) {
        super(message);
    }
}
