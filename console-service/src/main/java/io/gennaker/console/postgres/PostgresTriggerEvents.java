package io.gennaker.console.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.console.view.TriggerEvents;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Events as documents.
@ApplicationScoped
public class PostgresTriggerEvents implements TriggerEvents {
    /// Of these, those are looked for that a caller may see.
    private static final int MOST_LOOKED_AT = 1_000;

    private final DataSource source;

    PostgresTriggerEvents(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(EventTaken event) {
        Sql.run(source, """
                insert into trigger_event (event, at, document) values (?, ?, ?)
                on conflict (event) do update set document = excluded.document
                """, statement -> {
            statement.setString(1, event.event());
            statement.setTimestamp(2, Timestamp.from(event.at()));
            statement.setString(3, write(event));
            return statement.executeUpdate();
        });
    }

    @Override
    public List<EventTaken> list(@Nullable String before, Applications visible, int limit) {
        List<EventTaken> events = Sql.run(source, """
                select document from trigger_event
                where position < coalesce((select position from trigger_event where event = ?), 9223372036854775807)
                order by position desc limit ?
                """, statement -> {
            statement.setString(1, before);
            statement.setInt(2, visible instanceof Applications.All ? limit : MOST_LOOKED_AT);
            return read(statement.executeQuery());
        });
        return seen(events, visible).stream().limit(limit).toList();
    }

    @Override
    public Optional<EventTaken> find(String event, Applications visible) {
        List<EventTaken> found = Sql.run(source, "select document from trigger_event where event = ?", statement -> {
            statement.setString(1, event);
            return read(statement.executeQuery());
        });
        return seen(found, visible).stream().findFirst();
    }

    private List<EventTaken> seen(List<EventTaken> events, Applications visible) {
        if (visible instanceof Applications.All) {
            return events;
        }
        Map<String, String> applications = applications(events.stream()
                .flatMap(event -> event.lines().stream())
                .map(TriggerLine::pipeline)
                .distinct()
                .toArray(String[]::new));
        return events.stream()
                .map(event -> cut(
                        event,
                        event.lines().stream()
                                .filter(line -> visible.contain(applications.get(line.pipeline())))
                                .toList()))
                .filter(event -> !event.lines().isEmpty())
                .toList();
    }

    /// Of which application each pipeline is; one that is not there any more is of none.
    private Map<String, String> applications(String[] pipelines) {
        return Sql.run(
                source,
                "select name, application from definition_view where kind = 'PIPELINE' and application is not null"
                        + " and name = any(?)",
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", pipelines));
                    var found = new HashMap<String, String>();
                    ResultSet rows = statement.executeQuery();
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getString(2));
                    }
                    return found;
                });
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
            events.add(read(rows.getString(1)));
        }
        return events;
    }

    private static EventTaken read(String document) {
        try {
            return MessageCodec.json().readValue(document, EventTaken.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored event cannot be read", malformed);
        }
    }

    private static String write(EventTaken event) {
        try {
            return MessageCodec.json().writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write an event", impossible);
        }
    }
}
