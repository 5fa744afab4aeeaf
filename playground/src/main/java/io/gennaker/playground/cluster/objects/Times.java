package io.gennaker.playground.cluster.objects;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Kubernetes' timestamps: RFC 3339 in UTC with whole seconds.
public final class Times {

    private Times() {}

    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
