package io.gennaker.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads times and numbers of messages as the schemas say: a time is text, never a number whose unit must be guessed;
/// a number is a finite number, never the text `NaN`.
final class ContractScalars {
    /// RFC 3339 with seconds and an offset.
    static final Pattern INSTANT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    /// ISO 8601 in days, hours, minutes and seconds; years and months have no fixed length.
    static final Pattern DURATION = Pattern.compile(
            "P(?=[0-9T])([0-9]{1,6}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,9}(\\.[0-9]{1,9})?S)?)?");

    private ContractScalars() {}

    static SimpleModule module() {
        return new SimpleModule("io.gennaker.contracts.scalars")
                .addDeserializer(Instant.class, new InstantReader())
                .addDeserializer(Duration.class, new DurationReader())
                .addDeserializer(Double.class, new NumberReader(Double.class))
                .addDeserializer(double.class, new NumberReader(double.class));
    }

    /// Parses a time.
    ///
    /// @throws DateTimeException when it is none
    static Instant instant(String text) {
        return Instant.parse(matching(text, INSTANT));
    }

    private static Duration duration(String text) {
        return Duration.parse(matching(text, DURATION));
    }

    private static String matching(String text, Pattern allowed) {
        if (!allowed.matcher(text).matches()) {
            throw new DateTimeException("does not match " + allowed.pattern());
        }
        return text;
    }

    private static final class InstantReader extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public @Nullable Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return (Instant) context.handleUnexpectedToken(Instant.class, json);
            }
            try {
                return instant(json.getText());
            } catch (DateTimeException malformed) {
                return (Instant) context.handleWeirdStringValue(Instant.class, json.getText(), "malformed");
            }
        }
    }

    private static final class DurationReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public @Nullable Duration deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                return (Duration) context.handleUnexpectedToken(Duration.class, json);
            }
            try {
                return duration(json.getText());
            } catch (DateTimeException malformed) {
                return (Duration) context.handleWeirdStringValue(Duration.class, json.getText(), "malformed");
            }
        }
    }

    private static final class NumberReader extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1;

        NumberReader(Class<Double> type) {
            super(type);
        }

        @Override
        public @Nullable Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.currentToken().isNumeric()) {
                return (Double) context.handleUnexpectedToken(_valueClass, json);
            }
            double number = json.getDoubleValue();
            return Double.isFinite(number)
                    ? (Double) number
                    : (Double) context.handleWeirdNumberValue(_valueClass, number, "too large");
        }
    }
}
