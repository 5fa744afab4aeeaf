package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.Standstill;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One standstill that comes and goes with the clock.
final class FakeStandstills implements StandstillStore {

    private final FakeClock clock;
    private @Nullable Standstill standstill;
    private @Nullable Instant deadline;

    FakeStandstills(FakeClock clock) {
        this.clock = clock;
    }

    void put(Standstill planned, Instant deadlineAfterwards) {
        standstill = planned;
        deadline = deadlineAfterwards;
    }

    @Override
    public void begin(OperationId operationId, Instant at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(OperationId operationId, Instant at, Instant later) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Standstill.History of(OperationId operationId) {
        if (standstill == null || clock.instant().isBefore(standstill.since())) {
            return Standstill.History.NONE;
        }
        var isOver = !clock.instant().isBefore(Objects.requireNonNull(standstill.until()));
        return isOver
                ? new Standstill.History(List.of(standstill), deadline)
                : new Standstill.History(List.of(new Standstill(standstill.since(), null)), null);
    }
}
