package io.gennaker.judgement.postgres;

import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.callout.Callback;
import io.gennaker.judgement.callout.CallbackStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Callbacks by Hibernate Panache: they are few, and read and written one by one.
@ApplicationScoped
public class PostgresCallbackStore implements CallbackStore {
    /// As long as messages are recognised that come again.
    private static final Duration REMEMBERED = Duration.ofDays(7);

    @Override
    public void add(ExecutionId execution, OperationId id, CalloutTask.CallWebhook task) {
        if (CallbackRow.findByIdOptional(id.value()).isPresent()) {
            return;
        }
        var row = new CallbackRow();
        row.id = id.value();
        row.executionId = execution.value();
        row.task = StoredJson.write(task);
        row.persist();
    }

    @Override
    public Optional<Callback> find(OperationId id) {
        return CallbackRow.<CallbackRow>findByIdOptional(id.value())
                .map(row -> new Callback(
                        new ExecutionId(row.executionId),
                        new OperationId(row.id),
                        (CalloutTask.CallWebhook) StoredJson.read(row.task, CalloutTask.class),
                        row.status,
                        row.unwanted,
                        row.endedAt != null));
    }

    @Override
    public void answered(OperationId id, int status) {
        CallbackRow.update("status = ?1 where id = ?2", status, id.value());
    }

    @Override
    public void unwanted(OperationId id) {
        CallbackRow.update("unwanted = true where id = ?1", id.value());
    }

    @Override
    public boolean end(OperationId id, Instant at) {
        CallbackRow.delete("endedAt < ?1", at.minus(REMEMBERED));
        return CallbackRow.update("endedAt = ?1 where id = ?2 and endedAt is null", at, id.value()) > 0;
    }
}
