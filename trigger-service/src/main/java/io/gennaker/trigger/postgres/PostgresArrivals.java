package io.gennaker.trigger.postgres;

import io.gennaker.trigger.matching.Arrivals;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Messages of Pub/Sub by subscription and id.
@ApplicationScoped
public class PostgresArrivals implements Arrivals {
    private static final int LONGEST_TEXT = 10_000;

    private final DataSource source;

    public PostgresArrivals(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean take(String subscription, String messageId) {
        return insert(subscription, messageId, null, null);
    }

    @Override
    public boolean refuse(String subscription, String messageId, String reason, String payload) {
        return insert(subscription, messageId, storable(reason), storable(payload));
    }

    /// Postgres text holds no NUL; a payload may be of megabytes, and its reason quotes it.
    private static String storable(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT)).replace('\0', ' ');
    }

    private boolean insert(String subscription, String messageId, @Nullable String refusal, @Nullable String payload) {
        return Sql.run(source, """
                insert into pubsub_message (subscription, message_id, refusal, payload) values (?, ?, ?, ?)
                on conflict do nothing
                """, statement -> {
            statement.setString(1, subscription);
            statement.setString(2, messageId);
            statement.setString(3, refusal);
            statement.setString(4, payload);
            return statement.executeUpdate() == 1;
        });
    }
}
