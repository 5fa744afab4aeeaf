package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `kayentaCanary` has no equal: a `canary` starts, weighs and removes the workloads too, and needs its metrics. What
// the
/// pipeline says of the analysis is given in the words of the language, ready to be put into such a stage.
final class KayentaCanary implements StageTranslator {
    @Override
    public Set<String> types() {
        return Set.of("kayentaCanary");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) {
        Fields config = stage.object("canaryConfig");
        String metrics = config.text("canaryConfigName")
                .or(() -> config.text("canaryConfigId"))
                .map(name -> ", metrics of the canary configuration '" + name + "'")
                .orElse("");
        return new Translation.Unsupported(
                "the language has no analysis without a canary's own workloads and route, and "
                        + "the metrics are not in the pipeline. In a canary stage this analysis is: judge: mann-whitney"
                        + String.join("", settings(config)) + metrics);
    }

    private static List<String> settings(Fields config) {
        var settings = new ArrayList<String>();
        add(settings, "warmUp", minutes(config, "beginCanaryAnalysisAfterMins"));
        add(settings, "duration", lifetime(config));
        config.objects("scopes").stream()
                .findFirst()
                .flatMap(scope -> scope.whole("step"))
                .ifPresent(step -> settings.add(", step: " + step + "s"));
        for (String threshold : List.of("pass", "marginal")) {
            config.object("scoreThresholds")
                    .text(threshold)
                    .ifPresent(score -> settings.add(", " + threshold + ": " + score));
        }
        return settings;
    }

    private static void add(List<String> settings, String key, Optional<Duration> time) {
        time.filter(Durations::isAllowed)
                .ifPresent(allowed -> settings.add(", " + key + ": " + Durations.text(allowed)));
    }

    private static Optional<Duration> minutes(Fields config, String key) {
        return config.whole(key).map(Duration::ofMinutes);
    }

    private static Optional<Duration> lifetime(Fields config) {
        try {
            return config.text("lifetimeDuration")
                    .map(Duration::parse)
                    .or(() -> config.whole("lifetimeHours").map(Duration::ofHours));
        } catch (DateTimeParseException noDuration) {
            return Optional.empty();
        }
    }
}
