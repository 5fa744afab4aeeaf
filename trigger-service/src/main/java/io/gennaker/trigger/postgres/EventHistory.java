package io.gennaker.trigger.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.TakenEvent;
import io.gennaker.trigger.matching.TakenEvents;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Events with their explanations, newest first.
@ApplicationScoped
public class EventHistory implements TakenEvents {
    private final DataSource source;

    EventHistory(DataSource source) {
        this.source = source;
    }

    @Override
    public List<TakenEvent> before(long id, int limit) {
        return Sql.run(source, """
                select id, source, event_id, action, image, at, explanation from trigger_event
                where id < ? order by id desc limit ?
                """, statement -> {
            statement.setLong(1, id);
            statement.setInt(2, limit);
            return events(statement.executeQuery());
        });
    }

    @Override
    public Optional<TakenEvent> find(long id) {
        return before(id + 1, 1).stream().filter(event -> event.id() == id).findFirst();
    }

    private static List<TakenEvent> events(ResultSet rows) throws SQLException {
        var events = new ArrayList<TakenEvent>();
        while (rows.next()) {
            events.add(new TakenEvent(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5),
                    rows.getTimestamp(6).toInstant(),
                    explanation(rows.getString(7))));
        }
        return events;
    }

    private static Explanation explanation(String json) {
        try {
            return MessageCodec.json().readValue(json, Explanation.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored explanation cannot be read", malformed);
        }
    }
}
