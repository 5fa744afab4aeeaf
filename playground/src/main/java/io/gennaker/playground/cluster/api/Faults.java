package io.gennaker.playground.cluster.api;

import io.gennaker.playground.cluster.objects.ApiProblem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers that an API server gives on bad days, in the place of good ones: refused, overloaded, expired, forbidden.
public final class Faults {

    /// @param method HTTP method; empty for any
    /// @param path that the request's path and query must contain; empty for any
    /// @param status to answer with
    /// @param message as the server would word it
    /// @param retryAfterSeconds header Retry-After; 0 for none
    /// @param left how often it is still given
    public record Fault(
            String method, String path, int status, String message, int retryAfterSeconds, AtomicInteger left) {

        public Fault {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("status: found %d, allowed are 400 to 599".formatted(status));
            }
        }

        private boolean concerns(String asked, String where) {
            return (method.isEmpty() || method.equals(asked)) && where.contains(path);
        }

        ApiProblem problem() {
            return ApiProblem.of(status, message);
        }
    }

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /// In the place of all that were there.
    public void set(List<Fault> wanted) {
        faults.clear();
        faults.addAll(wanted);
    }

    /// The one to answer with, used up by that.
    Optional<Fault> next(String method, String where) {
        return faults.stream()
                .filter(fault -> fault.concerns(method, where))
                .filter(fault -> fault.left().getAndUpdate(left -> Math.max(0, left - 1)) > 0)
                .findFirst();
    }
}
