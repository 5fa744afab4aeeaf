package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The patch formats that change an object without a record of intent.
public enum Patches {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json");

    private final String mediaType;

    Patches(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// The object after the patch; the given nodes stay as they are.
    ///
    /// @throws PatchRefused when the patch does not fit the object
    public ObjectNode apply(ObjectNode target, JsonNode patch, Structure structure) {
        var result =
                switch (this) {
                    case JSON -> JsonPatch.apply(target, patch);
                    case MERGE -> MergePatch.apply(target, patch);
                    case STRATEGIC -> new StrategicMergePatch(structure).apply(target, map(patch));
                };
        return map(result);
    }

    private static ObjectNode map(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new PatchRefused("an object was expected, found " + node.getNodeType());
    }
}
