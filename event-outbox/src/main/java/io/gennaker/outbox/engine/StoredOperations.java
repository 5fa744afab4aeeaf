package io.gennaker.outbox.engine;

import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.store.CancelOutcome;
import io.gennaker.outbox.store.NewOperation;
import io.gennaker.outbox.store.Store;
import java.util.function.Consumer;

/// [Operations] in the store.
public final class StoredOperations implements Operations {
    private final Store store;
    private final Signal signal;
    private final String owner;
    private final Consumer<String> onCancelledHere;

    /// @param owner name of this process
    /// @param onCancelledHere hears of operations of this process that were asked to end
    public StoredOperations(Store store, Signal signal, String owner, Consumer<String> onCancelledHere) {
        this.store = store;
        this.signal = signal;
        this.owner = owner;
        this.onCancelledHere = onCancelledHere;
    }

    @Override
    public boolean submit(String id, String key, String command) {
        Unit unit = Units.current();
        boolean isNew = store.operations().insert(new NewOperation(id, key, command, unit.cause()));
        CrashPoints.reached("operation-submitted");
        if (isNew) {
            unit.wakeAfterCommit(signal);
        }
        return isNew;
    }

    @Override
    public boolean cancel(String id) {
        Unit unit = Units.current();
        return switch (store.operations().requestCancel(id)) {
            case CancelOutcome.Nothing _ -> false;
            case CancelOutcome.Due _ -> {
                unit.wakeAfterCommit(signal);
                yield true;
            }
            case CancelOutcome.RunsAt(var runner)
            when runner.equals(owner) -> {
                unit.afterCommit(() -> onCancelledHere.accept(id));
                yield true;
            }
            case CancelOutcome.RunsAt _ -> {
                store.announcements().operationCancelled(id);
                yield true;
            }
        };
    }
}
