package io.gennaker.deployer.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.ManifestReader;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads manifests as YAML 1.2, of which JSON is a part. Aliases are bounded, keys are unique, Java types unknown.
public final class YamlManifests implements ManifestReader {
    private static final int LARGEST = 10 * 1024 * 1024;
    private static final int SMALLEST_BUFFER = 1_024;

    @Override
    public List<Resource> manifests(String text) {
        var resources = new ArrayList<Resource>();
        try {
            for (Object document : new Load(settings(text)).loadAllFromString(text)) {
                add(Trees.value(document), resources);
            }
        } catch (YamlEngineException | IllegalArgumentException malformed) {
            throw new InvalidManifests("the manifests are not YAML: " + malformed.getMessage());
        }
        return resources;
    }

    private static LoadSettings settings(String text) {
        return LoadSettings.builder()
                .setLabel("manifests")
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(LARGEST)
                // in one piece: the library fails where a character of two chars lies across two
                .setBufferSize(Math.max(SMALLEST_BUFFER, text.length() + 1))
                .build();
    }

    private static void add(Value document, List<Resource> resources) {
        switch (document) {
            case Value.Nothing() -> {}
            case Value.Fields object
            when object.at("kind").is("List") -> object.at("items").items().forEach(item -> add(item, resources));
            case Value.Fields object -> resources.add(new Resource(object));
            case Value.Items _, Value.Text _, Value.Decimal _, Value.Flag _ ->
                throw new InvalidManifests("document " + (resources.size() + 1) + " of the manifests is not an object");
        }
    }

    @Override
    public Value value(String text) {
        try {
            return Trees.value(new Load(settings(text)).loadFromString(text));
        } catch (YamlEngineException | IllegalArgumentException malformed) {
            throw new InvalidManifests("the document is not YAML: " + malformed.getMessage());
        }
    }

    @Override
    public Value json(String text) {
        try {
            return Trees.value(Trees.JSON.readValue(text, Object.class));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("not JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    @Override
    public String text(Value value) {
        try {
            return Trees.JSON.writeValueAsString(Trees.plain(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a tree of plain values", impossible);
        }
    }
}
