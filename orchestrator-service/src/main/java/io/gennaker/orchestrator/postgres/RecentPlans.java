package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.plan.Plan;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The plans used last, up to a total size. Plans never change, so there is nothing to invalidate. Thread-safe.
final class RecentPlans {
    private static final float USUAL_LOAD = 0.75f;

    private final long largest;
    private final Map<Digest, Sized> plans = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private long total;

    /// @param largest total size in bytes; one plan larger than that is kept alone
    RecentPlans(long largest) {
        this.largest = largest;
    }

    private record Sized(Plan plan, int bytes) {}

    synchronized Optional<Plan> get(Digest digest) {
        return Optional.ofNullable(plans.get(digest)).map(Sized::plan);
    }

    synchronized void put(Digest digest, Plan plan, int bytes) {
        Sized before = plans.put(digest, new Sized(plan, bytes));
        total += bytes - (before == null ? 0 : before.bytes());
        dropOldest();
    }

    private void dropOldest() {
        Iterator<Sized> oldest = plans.values().iterator();
        while (total > largest && plans.size() > 1) {
            total -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
