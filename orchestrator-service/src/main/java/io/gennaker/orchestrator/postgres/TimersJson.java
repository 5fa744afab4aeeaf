package io.gennaker.orchestrator.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.gennaker.orchestrator.intake.SetTimers;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/// Timers as JSON: `{"alarm": TIME, "due": {NAME: TIME, ...}}`, without `alarm` where there is none. Times are
/// microseconds since 1970, as the database keeps them. By hand and not in words, as each report to an execution
/// reads and writes it.
final class TimersJson {
    /// Names are not remembered: no two executions have one in common.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final String ALARM = "alarm";
    private static final String DUE = "due";

    private TimersJson() {}

    static String write(SetTimers timers) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            var alarm = timers.alarm();
            if (alarm != null) {
                json.writeNumberField(ALARM, micros(alarm));
            }
            json.writeObjectFieldStart(DUE);
            for (var timer : timers.due().entrySet()) {
                json.writeNumberField(timer.getKey(), micros(timer.getValue()));
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot write timers", impossible);
        }
        return text.toString();
    }

    /// @param text null for one that has set none
    static SetTimers read(@Nullable String text) {
        if (text == null) {
            return SetTimers.none();
        }
        Instant alarm = null;
        var due = new HashMap<String, Instant>();
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (json.currentName().equals(ALARM)) {
                    alarm = time(json.nextLongValue(0));
                } else {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String name = json.currentName();
                        due.put(name, time(json.nextLongValue(0)));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("stored timers are not readable: " + unreadable.getMessage(), unreadable);
        }
        return new SetTimers(due, alarm);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
