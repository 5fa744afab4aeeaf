package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// When a canary is looked at, and which scores it needs.
final class CanaryTiming {
    /// Kayenta's own where a stage does not say it.
    private static final long STEP_SECONDS = 60;

    private static final Map<String, String> THRESHOLDS = new TreeMap<>(Map.of("pass", "75", "marginal", "50"));
    private static final int FEWEST_SAMPLES = 10;

    private final Fields config;

    CanaryTiming(Fields config) {
        this.config = config;
    }

    private Optional<Duration> minutes(String key) {
        return config.whole(key).filter(minutes -> minutes > 0).map(Duration::ofMinutes);
    }

    private Optional<Duration> lifetime() {
        try {
            return config.text("lifetimeDuration")
                    .map(Duration::parse)
                    .or(() -> config.whole("lifetimeHours").map(Duration::ofHours));
        } catch (DateTimeParseException noDuration) {
            return Optional.empty();
        }
    }

    private Duration step() {
        return Duration.ofSeconds(config.objects("scopes").stream()
                .flatMap(scope -> scope.whole("step").stream())
                .filter(step -> step > 0)
                .findFirst()
                .orElse(STEP_SECONDS));
    }

    /// An interval that never ends before the lifetime does is none, as in Spinnaker.
    private Optional<Duration> interval() {
        return minutes("canaryAnalysisIntervalMins")
                .filter(interval ->
                        lifetime().filter(all -> interval.compareTo(all) < 0).isPresent());
    }

    private Optional<String> score(String name) {
        return config.object("scoreThresholds")
                .text(name)
                .map(String::strip)
                .filter(score -> score.matches("[0-9]{1,3}(\\.[0-9]+)?"));
    }

    private boolean hasScores() {
        return THRESHOLDS.keySet().stream().anyMatch(name -> score(name).isPresent());
    }

    private int samples() {
        return lifetime()
                .map(all -> (int) Math.min(all.dividedBy(step()), FEWEST_SAMPLES))
                .orElse(FEWEST_SAMPLES);
    }

    /// Keys in the order in which they are written.
    void write(ObjectNode analysis) {
        KayentaCanary.time(minutes("beginCanaryAnalysisAfterMins")).ifPresent(time -> analysis.put("warmUp", time));
        KayentaCanary.time(lifetime()).ifPresent(time -> analysis.put("duration", time));
        KayentaCanary.time(Optional.of(step())).ifPresent(time -> analysis.put("step", time));
        KayentaCanary.time(interval()).ifPresent(time -> analysis.put("interval", time));
        KayentaCanary.time(minutes("lookbackMins")).ifPresent(time -> analysis.put("lookback", time));
        if (samples() < FEWEST_SAMPLES) {
            analysis.put("minimumSamples", samples());
        }
        if (hasScores()) {
            THRESHOLDS.forEach((name, usual) ->
                    analysis.put(name, Double.parseDouble(score(name).orElse(usual))));
        }
    }

    void note() {
        config.exact(
                "beginCanaryAnalysisAfterMins",
                "lifetimeDuration",
                "lifetimeHours",
                "canaryAnalysisIntervalMins",
                "lookbackMins");
        if (samples() < FEWEST_SAMPLES) {
            config.changed("lifetimeDuration", "it gives few values: minimumSamples is " + samples());
        }
        if (hasScores()) {
            config.object("scoreThresholds").exact("pass", "marginal");
        } else {
            config.changed("scoreThresholds", "those of the canary configuration count");
        }
    }

    /// For people who write the stage by hand.
    String words() {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        write(keys);
        return keys.properties().stream()
                .map(key -> ", " + key.getKey() + ": " + key.getValue().asText())
                .collect(Collectors.joining());
    }

    /// Whether each step is a time.
    static boolean hasSteps(List<Fields> scopes) {
        return scopes.stream()
                .filter(scope -> scope.says("step"))
                .allMatch(scope -> scope.whole("step").orElse(0L) > 0);
    }

    /// Which of several steps differ.
    static boolean isOneStep(List<Fields> scopes) {
        return scopes.stream()
                        .map(scope -> scope.whole("step").orElse(STEP_SECONDS))
                        .distinct()
                        .count()
                <= 1;
    }
}
