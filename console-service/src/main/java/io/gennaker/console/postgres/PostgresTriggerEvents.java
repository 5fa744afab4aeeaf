package io.gennaker.console.postgres;

import io.gennaker.console.view.TriggerEvents;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Events as documents.
@ApplicationScoped
public class PostgresTriggerEvents implements TriggerEvents {
    /// Of events that a replica of an earlier version stored only the document says whom they concern.
    static final String LIST = """
            select document from trigger_event
            where position < coalesce((select position from trigger_event where event = ?), 9223372036854775807)
              and (?::text[] is null or pipelines && ? or pipelines is null and array(
                  select line ->> 'pipeline'
                  from json_array_elements(replace(document, '\\u0000', '\\ufffd')::json -> 'lines') line) && ?)
            order by position desc limit ?
            """;

    private final DataSource source;

    PostgresTriggerEvents(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(EventTaken event) {
        Sql.run(source, """
                insert into trigger_event (event, at, document, pipelines) values (?, ?, ?, ?)
                on conflict (event) do update set document = excluded.document, pipelines = excluded.pipelines
                """, statement -> {
            statement.setString(1, event.event());
            statement.setTimestamp(2, Timestamp.from(event.at()));
            statement.setString(3, StoredJson.write(event));
            statement.setArray(4, texts(statement, pipelines(event)));
            return statement.executeUpdate();
        });
    }

    private static Set<String> pipelines(EventTaken event) {
        return event.lines().stream().map(TriggerLine::pipeline).collect(Collectors.toSet());
    }

    @Override
    public List<EventTaken> list(@Nullable String before, Applications visible, int limit) {
        Set<String> pipelines = pipelines(visible);
        List<EventTaken> events = Sql.run(source, LIST, statement -> {
            statement.setString(1, before);
            Array wanted = pipelines == null ? null : texts(statement, pipelines);
            statement.setArray(2, wanted);
            statement.setArray(3, wanted);
            statement.setArray(4, wanted);
            statement.setInt(5, limit);
            return read(statement.executeQuery());
        });
        return seen(events, pipelines);
    }

    @Override
    public Optional<EventTaken> find(String event, Applications visible) {
        List<EventTaken> found = Sql.run(source, "select document from trigger_event where event = ?", statement -> {
            statement.setString(1, event);
            return read(statement.executeQuery());
        });
        return seen(found, pipelines(visible)).stream().findFirst();
    }

    private static List<EventTaken> seen(List<EventTaken> events, @Nullable Set<String> pipelines) {
        if (pipelines == null) {
            return events;
        }
        return events.stream()
                .map(event -> cut(
                        event,
                        event.lines().stream()
                                .filter(line -> pipelines.contains(line.pipeline()))
                                .toList()))
                .filter(event -> !event.lines().isEmpty())
                .toList();
    }

    /// Those of the applications; one that is not there any more is of none.
    ///
    /// @return null for all
    private @Nullable Set<String> pipelines(Applications visible) {
        if (visible instanceof Applications.All) {
            return null;
        }
        return Sql.run(
                source,
                "select name from definition_view where kind = 'PIPELINE' and application = any (?)",
                statement -> {
                    statement.setArray(1, Visible.names(statement, visible));
                    var found = new HashSet<String>();
                    ResultSet rows = statement.executeQuery();
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                    return found;
                });
    }

    private static Array texts(PreparedStatement statement, Collection<String> texts) throws SQLException {
        return statement.getConnection().createArrayOf("text", texts.toArray());
    }

    private static EventTaken cut(EventTaken event, List<TriggerLine> lines) {
        return new EventTaken(
                event.event(),
                event.source(),
                event.eventId(),
                event.kind(),
                event.subject(),
                event.occurredAt(),
                lines,
                0,
                event.replayOf(),
                event.requestedBy(),
                event.at());
    }

    private static List<EventTaken> read(ResultSet rows) throws SQLException {
        var events = new ArrayList<EventTaken>();
        while (rows.next()) {
            events.add(StoredJson.read(rows.getString(1), EventTaken.class));
        }
        return events;
    }
}
