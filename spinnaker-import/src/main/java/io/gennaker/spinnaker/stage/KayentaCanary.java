package io.gennaker.spinnaker.stage;

import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `kayentaCanary` has no equal in the pipeline alone: `analysis` does what it does, but the metrics stand in the
/// canary configuration, which the pipeline only names. What it says of the analysis is given in the words of the
/// language.
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
                "the metrics are not in the pipeline: write a stage `analysis` of the two workloads, with what"
                        + " `gennaker import canary-config` makes of the canary configuration. Of this stage: judge:"
                        + " mann-whitney"
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
