package io.gennaker.console.postgres;

import io.gennaker.console.view.Notices;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Notices as rows.
@ApplicationScoped
public class PostgresNotices implements Notices {
    private final DataSource source;

    PostgresNotices(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(NoticeEvent event) {
        switch (event) {
            case NoticeEvent.Sent sent -> store(sent, sent.rule(), sent.occasion(), sent.channel(), sent.to(), null);
            case NoticeEvent.Failed failed ->
                store(failed, failed.rule(), failed.occasion(), failed.channel(), failed.to(), failed.reason());
        }
    }

    private void store(
            NoticeEvent event,
            String rule,
            String occasion,
            NoticeChannel channel,
            String to,
            @Nullable String failure) {
        Sql.run(source, """
                insert into notice (id, execution_id, rule, occasion, channel, address, failure, at)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update set failure = excluded.failure, at = excluded.at
                """, statement -> {
            statement.setString(1, event.noticeId());
            statement.setString(2, event.executionId().value());
            statement.setString(3, rule);
            statement.setString(4, occasion);
            statement.setString(5, channel.name().toLowerCase(Locale.ROOT));
            statement.setString(6, to);
            statement.setString(7, failure);
            statement.setTimestamp(8, Timestamp.from(event.at()));
            return statement.executeUpdate();
        });
    }

    @Override
    public List<NoticeView> list(@Nullable String execution, boolean failedOnly, Applications visible, int limit) {
        return Sql.run(source, """
                select notice.* from notice
                where (?::text is null or execution_id = ?)
                  and (not ? or failure is not null)
                  and (?::text[] is null or exists (
                      select from execution_view where execution_view.id = execution_id and application = any (?)))
                order by position desc limit ?
                """, statement -> {
            statement.setString(1, execution);
            statement.setString(2, execution);
            statement.setBoolean(3, failedOnly);
            Array names = Visible.names(statement, visible);
            statement.setArray(4, names);
            statement.setArray(5, names);
            statement.setInt(6, limit);
            var notices = new ArrayList<NoticeView>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                notices.add(new NoticeView(
                        rows.getString("id"),
                        rows.getString("execution_id"),
                        rows.getString("rule"),
                        rows.getString("occasion"),
                        rows.getString("channel"),
                        rows.getString("address"),
                        rows.getString("failure"),
                        rows.getTimestamp("at").toInstant()));
            }
            return notices;
        });
    }
}
