package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import java.time.LocalTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the moment until which a stage waits.
final class MomentReader {
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?");

    private final ObjectReader object;
    private final Scope scope;

    MomentReader(ObjectReader object, Scope scope) {
        this.object = object;
        this.scope = scope;
    }

    Stage.WaitUntil read(Frame frame) {
        if (object.has("instant") == object.has("time")) {
            String found = object.has("time") ? "instant and time together" : "neither instant nor time";
            object.source().problem(object.node(), object.path(), found, "exactly one of instant, time");
        }
        if (object.has("time") != object.has("zone")) {
            String found = object.has("time") ? "a time without a zone" : "a zone without a time";
            object.source().problem(object.node(), object.path(), found, "time and zone together");
        }
        return new Stage.WaitUntil(
                frame,
                object.node("instant").isPresent() ? object.template("instant", Words.INSTANT, scope, "") : null,
                time(),
                object.has("zone") ? WindowReader.zone(object).orElse(null) : null);
    }

    private @Nullable LocalTime time() {
        String text = object.optionalText("time", Words.LINE).orElse("00:00");
        if (!TIME.matcher(text).matches()) {
            object.problem("time", quote(text), "a time of day such as 14:30 or 14:30:15");
            return null;
        }
        return object.has("time") ? LocalTime.parse(text) : null;
    }
}
