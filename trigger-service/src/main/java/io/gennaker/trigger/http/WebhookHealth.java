package io.gennaker.trigger.http;

import io.gennaker.contracts.HealthKind;
import io.gennaker.outbox.HealthProbe;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether each caller's secret can be read: who calls is known by it.
@Singleton
public class WebhookHealth implements HealthProbe {
    private final Map<String, SourcesConfig.Source> sources;

    WebhookHealth(SourcesConfig config) {
        this.sources = new TreeMap<>(config.sources());
    }

    @Override
    public List<Finding> look() {
        return sources.entrySet().stream()
                .map(source -> look(source.getKey(), source.getValue()))
                .toList();
    }

    private static Finding look(String name, SourcesConfig.Source source) {
        Map<String, String> facts = Map.of("kind", source.kind(), "path", "/webhooks/" + name);
        Optional<Path> unreadable = source.secretFile().filter(file -> !Files.isReadable(file));
        return unreadable
                .map(file -> Finding.down(
                        HealthKind.WEBHOOK,
                        name,
                        "its secret " + file + " cannot be read, so every call is refused",
                        "mount the file, or correct gennaker.webhooks.\"" + name + "\".secret-file",
                        facts))
                .orElseGet(() -> Finding.up(HealthKind.WEBHOOK, name, facts));
    }
}
