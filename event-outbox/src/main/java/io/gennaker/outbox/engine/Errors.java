package io.gennaker.outbox.engine;

import org.jspecify.annotations.Nullable;

/// Errors of what services bring: handlers and probes.
final class Errors {
    private Errors() {}

    @FunctionalInterface
    interface Work<T extends @Nullable Object, E extends Exception> {
        T call() throws E;
    }

    /// Does `work`. An error that only this work may cause (a recursion too deep, an assertion) counts as its failure;
    /// others, such as memory running out, are thrown on.
    static <T extends @Nullable Object, E extends Exception> T asFailures(Work<T, E> work) throws E {
        try {
            return work.call();
        } catch (StackOverflowError | AssertionError error) {
            throw new IllegalStateException(error);
        }
    }
}
