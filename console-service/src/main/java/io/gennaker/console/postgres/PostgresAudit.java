package io.gennaker.console.postgres;

import io.gennaker.console.access.Audit;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The audit as rows that the database itself refuses to change.
@ApplicationScoped
public class PostgresAudit implements Audit {
    private final DataSource source;

    PostgresAudit(DataSource source) {
        this.source = source;
    }

    @Override
    public void add(Entry entry) {
        Sql.run(source, """
                insert into audit_entry (at, user_name, token, channel, address, action, path, status)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """, statement -> {
            statement.setTimestamp(1, Timestamp.from(entry.at()));
            statement.setString(2, entry.user());
            statement.setString(3, entry.token());
            statement.setString(4, entry.channel());
            statement.setString(5, entry.address());
            statement.setString(6, entry.action());
            statement.setString(7, entry.path());
            statement.setInt(8, entry.status());
            return statement.executeUpdate();
        });
    }

    @Override
    public List<Recorded> list(@Nullable String user, @Nullable Long before, int limit) {
        return Sql.run(source, """
                select id, at, user_name, token, channel, address, action, path, status from audit_entry
                where (?::text is null or user_name = ?) and (?::bigint is null or id < ?)
                order by id desc limit ?
                """, statement -> {
            statement.setString(1, user);
            statement.setString(2, user);
            statement.setObject(3, before, Types.BIGINT);
            statement.setObject(4, before, Types.BIGINT);
            statement.setInt(5, limit);
            ResultSet rows = statement.executeQuery();
            var entries = new ArrayList<Recorded>();
            while (rows.next()) {
                entries.add(new Recorded(
                        rows.getLong(1),
                        rows.getTimestamp(2).toInstant(),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getString(7),
                        rows.getString(8),
                        rows.getInt(9)));
            }
            return entries;
        });
    }
}
