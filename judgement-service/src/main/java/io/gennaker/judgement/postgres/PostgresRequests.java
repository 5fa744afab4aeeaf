package io.gennaker.judgement.postgres;

import io.gennaker.judgement.notice.Requests;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/// Taken requests by SQL: the primary key decides who is first.
@ApplicationScoped
public class PostgresRequests implements Requests {
    /// Longer than any request is believed, before and after its time.
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private final DataSource source;

    public PostgresRequests(DataSource source) {
        this.source = source;
    }

    @Override
    public boolean first(String signature, Instant now) {
        Sql.run(source, "delete from taken_request where at < ?", statement -> {
            statement.setTimestamp(1, Timestamp.from(now.minus(REMEMBERED)));
            return statement.executeUpdate();
        });
        return Sql.run(source, "insert into taken_request values (?, ?) on conflict do nothing", statement -> {
            statement.setString(1, signature);
            statement.setTimestamp(2, Timestamp.from(now));
            return statement.executeUpdate() == 1;
        });
    }
}
