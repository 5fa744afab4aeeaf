package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.naming.Slug;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Kayenta's canary configurations that are imported together with the pipelines, by id and by name.
public final class CanaryConfigs {
    private static final int LONGEST = 60;

    private final Map<String, ConfigFile> byWord = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    /// @param path beside the definitions
    record ConfigFile(String path, String text) {}

    public void add(ObjectNode config) {
        String id = config.path("id").asText();
        String name = config.path("name").asText();
        if (byWord.containsKey(id.isEmpty() ? name : id)) {
            return;
        }
        String word = Slug.unique(Slug.of(name.isEmpty() ? id : name, LONGEST), LONGEST, "-", taken);
        var file = new ConfigFile("canary-configs/" + word + ".json", config.toPrettyString() + "\n");
        byWord.put(id, file);
        byWord.putIfAbsent(name, file);
        byWord.remove("");
    }

    Optional<ConfigFile> find(String idOrName) {
        return Optional.ofNullable(byWord.get(idOrName));
    }
}
