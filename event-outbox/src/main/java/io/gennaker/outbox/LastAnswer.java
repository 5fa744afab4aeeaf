package io.gennaker.outbox;

import io.gennaker.contracts.HealthKind;
import io.gennaker.outbox.HealthProbe.Finding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of asking something outside last: its health, where asking just for that would be too much.
public final class LastAnswer {
    private volatile @Nullable String problem;
    private volatile boolean asked;

    public void good() {
        problem = null;
        asked = true;
    }

    public void bad(String what) {
        problem = what;
        asked = true;
    }

    public Finding finding(HealthKind kind, String name, String advice) {
        String wrong = problem;
        if (!asked) {
            return Finding.unused(kind, name, Map.of());
        }
        return wrong == null ? Finding.up(kind, name, Map.of()) : Finding.down(kind, name, wrong, advice, Map.of());
    }
}
