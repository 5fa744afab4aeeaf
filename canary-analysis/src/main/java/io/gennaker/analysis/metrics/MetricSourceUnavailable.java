package io.gennaker.analysis.metrics;

import org.jspecify.annotations.Nullable;

/// The source gave no answer this time. Asking again later may help.
public final class MetricSourceUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    public MetricSourceUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
