package io.gennaker.console.postgres;

import io.gennaker.console.health.Health;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// A row for each replica and thing.
@ApplicationScoped
public class PostgresHealth implements Health {
    private static final int MOST = 5_000;

    private final DataSource source;

    PostgresHealth(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(HealthEvent event) {
        switch (event) {
            case HealthEvent.Looked looked -> store(looked);
        }
    }

    private void store(HealthEvent.Looked looked) {
        int changed = Sql.run(source, """
                insert into health (service, replica, kind, name, at, document) values (?, ?, ?, ?, ?, ?)
                on conflict (service, replica, kind, name) do update
                set at = excluded.at, document = excluded.document where health.at <= excluded.at
                """, statement -> {
            statement.setString(1, looked.service());
            statement.setString(2, looked.replica());
            statement.setString(3, looked.kind().name());
            statement.setString(4, looked.name());
            statement.setTimestamp(5, Timestamp.from(looked.at()));
            statement.setString(6, StoredJson.write(looked));
            return statement.executeUpdate();
        });
        if (changed > 0) {
            Changes.announce(source, ChangeFeed.HEALTH);
        }
    }

    @Override
    public List<HealthEvent.Looked> newest() {
        return Sql.run(source, "select document from health order by at desc limit ?", statement -> {
            statement.setInt(1, MOST);
            ResultSet rows = statement.executeQuery();
            var looked = new ArrayList<HealthEvent.Looked>();
            while (rows.next()) {
                looked.add(Documents.read(rows.getString(1), HealthEvent.Looked.class));
            }
            return looked;
        });
    }
}
