package io.gennaker.judgement.postgres;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.judgement.notice.Delivery;
import io.gennaker.judgement.notice.DeliveryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Deliveries by SQL.
@ApplicationScoped
public class PostgresDeliveryStore implements DeliveryStore {
    /// Longer than any delivery.
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private static final String BETWEEN = "\n";

    private final DataSource source;

    public PostgresDeliveryStore(DataSource source) {
        this.source = source;
    }

    @Override
    public Optional<Delivery> find(ExecutionId id) {
        return Sql.run(source, "select * from delivery where execution_id = ?", statement -> {
            statement.setString(1, id.value());
            ResultSet row = statement.executeQuery();
            if (!row.next()) {
                return Optional.empty();
            }
            String images = row.getString("images");
            return Optional.of(new Delivery(
                    id,
                    row.getString("pipeline"),
                    row.getString("application"),
                    row.getString("requester"),
                    images.isEmpty() ? List.of() : List.of(images.split(BETWEEN)),
                    row.getString("status"),
                    row.getString("reason"),
                    row.getBoolean("taking_back")));
        });
    }

    @Override
    public void put(Delivery delivery, Instant at) {
        Sql.run(source, "delete from delivery where changed_at < ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(at.minus(REMEMBERED)));
            return statement.executeUpdate();
        });
        Sql.run(source, """
                insert into delivery (execution_id, pipeline, application, requester, images, status, reason, taking_back,
                    changed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (execution_id) do update
                set images = excluded.images, status = excluded.status, reason = excluded.reason,
                    taking_back = excluded.taking_back, changed_at = excluded.changed_at
                """, statement -> {
            statement.setString(1, delivery.executionId().value());
            statement.setString(2, delivery.pipeline());
            statement.setString(3, delivery.application());
            statement.setString(4, delivery.requester());
            statement.setString(5, String.join(BETWEEN, delivery.images()));
            statement.setString(6, delivery.status());
            statement.setString(7, delivery.reason());
            statement.setBoolean(8, delivery.takingBack());
            statement.setTimestamp(9, Timestamp.from(at));
            return statement.executeUpdate();
        });
    }
}
