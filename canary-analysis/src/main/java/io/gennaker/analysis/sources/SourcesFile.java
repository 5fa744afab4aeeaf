package io.gennaker.analysis.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.MetricSources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The file that names the sources beside the mesh's Prometheus: a mapping of names to settings, in YAML.
public final class SourcesFile {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final int MOST = 100;

    private SourcesFile() {}

    /// @throws IllegalArgumentException saying where, what was found and what is allowed
    public static Map<String, Source> read(Path file) {
        try {
            return sources(file.toString(), YAML.readTree(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "sources: found no YAML in " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static Map<String, Source> sources(String file, JsonNode document) {
        if (!document.isObject() || document.size() > MOST) {
            throw new IllegalArgumentException("%s: found %s, must be a mapping of at most %d names to settings"
                    .formatted(file, document.isObject() ? document.size() + " names" : "no mapping", MOST));
        }
        var sources = new LinkedHashMap<String, Source>();
        document.properties().forEach(entry -> {
            var settings = new SourceSettings(file + ": " + entry.getKey(), entry.getValue());
            if (entry.getKey().equals(MetricSources.PROMETHEUS)) {
                throw new IllegalArgumentException(
                        file + ": found the name prometheus, must be another one: that is the mesh's own");
            }
            sources.put(entry.getKey(), SourceKind.of(settings).open(settings));
        });
        return sources;
    }
}
