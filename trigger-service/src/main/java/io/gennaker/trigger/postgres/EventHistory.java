package io.gennaker.trigger.postgres;

import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.trigger.matching.Event;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.TakenEvent;
import io.gennaker.trigger.matching.TakenEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// Events with their explanations, newest first.
@ApplicationScoped
public class EventHistory implements TakenEvents {
    private static final String IMAGE = "registry";
    private static final String COLUMNS =
            "select id, event, source, event_id, kind, subject, at, replay_of, requested_by, explanation";

    private final DataSource source;

    EventHistory(DataSource source) {
        this.source = source;
    }

    OptionalLong begin(Event event, TriggerEvent fact) {
        return Sql.run(source, """
                insert into trigger_event (event, source, event_id, kind, subject, at, fact, replay_of, requested_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (event) do nothing
                returning id
                """, statement -> {
            statement.setString(1, event.identity());
            statement.setString(2, storable(event.source()));
            statement.setString(3, storable(event.eventId()));
            statement.setString(4, event.kind());
            statement.setString(5, storable(event.subject()));
            statement.setTimestamp(6, Timestamp.from(event.at()));
            statement.setString(7, StoredJson.write(fact));
            Event.Repeat repeat = event.repeats();
            statement.setString(8, repeat == null ? null : repeat.event());
            statement.setString(9, repeat == null ? null : repeat.user());
            ResultSet rows = statement.executeQuery();
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        });
    }

    void conclude(String event, Explanation explanation) {
        Sql.run(source, "update trigger_event set explanation = ? where event = ?", statement -> {
            statement.setString(1, StoredJson.write(explanation));
            statement.setString(2, event);
            return statement.executeUpdate();
        });
    }

    Optional<TriggerEvent> fact(String event) {
        return Sql.run(
                source, "select kind, fact from trigger_event where event = ? and fact is not null", statement -> {
                    statement.setString(1, event);
                    ResultSet rows = statement.executeQuery();
                    return rows.next() ? Optional.of(fact(rows.getString(1), rows.getString(2))) : Optional.empty();
                });
    }

    private static TriggerEvent fact(String kind, String json) {
        return kind.equals(IMAGE)
                ? Json.read(json, TriggerEvent.ImageChanged.class)
                : Json.read(json, TriggerEvent.FactReceived.class);
    }

    @Override
    public List<TakenEvent> before(long id, int limit) {
        return Sql.run(source, COLUMNS + " from trigger_event where id < ? order by id desc limit ?", statement -> {
            statement.setLong(1, id);
            statement.setInt(2, limit);
            return events(statement.executeQuery());
        });
    }

    @Override
    public Optional<TakenEvent> find(String event) {
        return find(event, "");
    }

    Optional<TakenEvent> lock(String event) {
        return find(event, " for update");
    }

    private Optional<TakenEvent> find(String event, String lock) {
        return Sql.run(source, COLUMNS + " from trigger_event where event = ?" + lock, statement -> {
            statement.setString(1, event);
            return events(statement.executeQuery()).stream().findFirst();
        });
    }

    private static List<TakenEvent> events(ResultSet rows) throws SQLException {
        var events = new ArrayList<TakenEvent>();
        while (rows.next()) {
            String eventSource = rows.getString(3);
            String eventId = rows.getString(4);
            String event = rows.getString(2);
            events.add(new TakenEvent(
                    rows.getLong(1),
                    // of the first version
                    event == null ? TriggerEvent.identity(eventSource, eventId) : event,
                    eventSource,
                    eventId,
                    rows.getString(5),
                    rows.getString(6),
                    rows.getTimestamp(7).toInstant(),
                    rows.getString(8),
                    rows.getString(9),
                    Json.read(rows.getString(10), Explanation.class)));
        }
        return events;
    }

    /// Postgres text holds no NUL.
    private static String storable(String text) {
        return text.replace('\0', ' ');
    }
}
