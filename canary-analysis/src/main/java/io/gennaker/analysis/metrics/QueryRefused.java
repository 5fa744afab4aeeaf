package io.gennaker.analysis.metrics;

/// The source refused a query, or its answer has a shape that cannot be used. Asking again does not help.
public final class QueryRefused extends Exception {
    private static final long serialVersionUID = 1;

    public QueryRefused(String message) {
        super(message);
    }
}
