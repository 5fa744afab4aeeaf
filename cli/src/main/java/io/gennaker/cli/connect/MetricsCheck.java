package io.gennaker.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.analysis.sources.SourcesFile;
import io.gennaker.cli.display.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Has a source answer the query that its setting `check` names, through the analysis service's own adapter.
final class MetricsCheck {
    static final String MESH = "prometheus";
    private static final String CHECK = "check";
    private static final Set<String> FILES =
            Set.of("tokenFile", "passwordFile", "apiKeyFile", "applicationKeyFile", "credentialsFile", "authorities");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final IntegrationsFile file;
    private final InstantSource clock;

    MetricsCheck(IntegrationsFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    String check(String name, JsonNode settings) throws InterruptedException {
        String query = settings.path(CHECK).asText("");
        if (query.isBlank()) {
            throw new NotWorking(
                    "found no check, must be a query that has values in the last " + WINDOW.toMinutes() + " minutes");
        }
        ObjectNode own = own(settings, named -> file.here(named).toString());
        if (name.equals(MESH)) {
            own.put("kind", "prometheus");
            own.remove("clusterLabel");
        }
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        var grid = new SampleGrid(now.minus(WINDOW), now, Duration.ofMinutes(1));
        try {
            var answer = read(own).range(query, grid);
            long values = answer.stream().mapToLong(one -> one.points().size()).sum();
            if (values == 0) {
                throw new NotWorking("'" + query + "' has no values in the last " + WINDOW.toMinutes() + " minutes");
            }
            return "'" + query + "' gives " + answer.size() + " series with " + values + " values";
        } catch (QueryRefused | MetricSourceUnavailable refused) {
            throw new NotWorking(String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException unfit) {
            // Its message may hold the secret.
            throw new NotWorking("the query, or a secret, holds characters that may not be sent");
        }
    }

    /// The settings that the service reads, with the files where it is to look for them.
    static ObjectNode own(JsonNode settings, UnaryOperator<String> place) {
        if (!(settings instanceof ObjectNode given)) {
            throw new NotWorking("found no mapping, must be the settings of a source, with check");
        }
        ObjectNode own = given.deepCopy();
        own.remove(CHECK);
        FILES.stream()
                .filter(own::has)
                .forEach(name -> own.put(name, place.apply(own.path(name).asText())));
        return own;
    }

    private static SeriesSource read(ObjectNode settings) {
        String name = "checked";
        try {
            Path written = Files.createTempFile("gennaker-source", ".yaml");
            try {
                Files.writeString(written, Yaml.of(JSON.createObjectNode().set(name, settings)));
                return Objects.requireNonNull(SourcesFile.read(written).get(name))
                        .series();
            } catch (IllegalArgumentException refused) {
                throw new NotWorking(String.valueOf(refused.getMessage()).replace(written + ": " + name, "settings"));
            } finally {
                Files.delete(written);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
