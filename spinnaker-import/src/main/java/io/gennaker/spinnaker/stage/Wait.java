package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `wait` stays `wait`.
final class Wait implements StageTranslator {
    @Override
    public Set<String> types() {
        return Set.of("wait");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) {
        Optional<Duration> time =
                stage.whole("waitTime").map(Duration::ofSeconds).filter(Durations::isAllowed);
        if (time.isEmpty()) {
            return new Translation.Unsupported(
                    "waitTime '" + stage.text("waitTime").orElse("")
                            + "' is no number of seconds from 1 to one year; a duration takes no expression");
        }
        stage.exact("waitTime");
        stage.notNeeded("a run cannot be told beforehand to skip it", "skipWaitText");
        var keys = JsonNodeFactory.instance.objectNode().put("duration", Durations.text(time.get()));
        return new Translation.Exact(new Draft("wait", keys, Map.of(), Optional.empty()));
    }
}
