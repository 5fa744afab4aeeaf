package io.gennaker.spinnaker.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a file as Deck, `spin` or Front50 give it: one pipeline, or a list of them; canary configurations of Kayenta
/// may be among them.
public final class SpinnakerFile {
    /// Longest file in characters.
    public static final int LONGEST = 10_000_000;

    private static final int MOST_PIPELINES = 1_000;
    private static final int MOST_STAGES = 1_000;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(1_000_000)
                            .maxNumberLength(50)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SpinnakerFile() {}

    /// @throws UnreadableFile when it is no JSON, too large, or no pipeline
    public static List<ObjectNode> read(String name, String text) throws UnreadableFile {
        if (text.length() > LONGEST) {
            throw new UnreadableFile(name + ": found " + text.length() + " characters; allowed: at most " + LONGEST);
        }
        JsonNode root = parse(name, text);
        var pipelines = new ArrayList<ObjectNode>();
        if (root.isArray()) {
            if (root.isEmpty() || root.size() > MOST_PIPELINES) {
                throw new UnreadableFile(
                        name + ": found a list of " + root.size() + "; allowed: 1 to " + MOST_PIPELINES + " pipelines");
            }
            for (int i = 0; i < root.size(); i++) {
                pipelines.add(pipeline(name, "[" + i + "]", root.get(i)));
            }
        } else {
            pipelines.add(pipeline(name, "", root));
        }
        return pipelines;
    }

    private static JsonNode parse(String name, String text) throws UnreadableFile {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            JsonLocation at = malformed.getLocation();
            String place = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new UnreadableFile(name + place + ": found "
                    + malformed.getOriginalMessage().replaceAll(" \\(for \\w+ starting at .*", "")
                    + "; allowed: the JSON of a pipeline, or of a list of pipelines");
        }
    }

    /// Whether it is a canary configuration, and no pipeline.
    public static boolean isCanaryConfig(ObjectNode node) {
        boolean judged =
                node.path("judge").isObject() || node.path("classifier").isObject();
        return node.path("metrics").isArray() && judged && !node.has("stages");
    }

    private static ObjectNode pipeline(String file, String place, JsonNode node) throws UnreadableFile {
        String where = file + (place.isEmpty() ? "" : ": " + place);
        if (!(node instanceof ObjectNode pipeline)) {
            throw new UnreadableFile(where + ": found "
                    + (node.isMissingNode()
                            ? "nothing"
                            : node.getNodeType().name().toLowerCase(Locale.ROOT))
                    + "; allowed: a pipeline, which is an object with 'name' and 'stages'");
        }
        if (isCanaryConfig(pipeline)) {
            return pipeline;
        }
        if (pipeline.path("name").asText().isBlank()) {
            throw new UnreadableFile(where + ": found no 'name'; allowed: a pipeline with its name");
        }
        JsonNode stages = pipeline.path("stages");
        boolean objects = stages.isArray() && stages.valueStream().allMatch(JsonNode::isObject);
        if (!objects && !stages.isMissingNode() && !stages.isNull()) {
            throw new UnreadableFile(where + ": found 'stages' that are no list of objects; allowed: a list of stages");
        }
        if (!objects && pipeline.path("template").isMissingNode()) {
            throw new UnreadableFile(where + ": found no 'stages'; allowed: a pipeline with its stages, "
                    + "such as the JSON that 'spin pipeline get' prints");
        }
        if (stages.size() > MOST_STAGES) {
            throw new UnreadableFile(where + ": found " + stages.size() + " stages; allowed: at most " + MOST_STAGES);
        }
        return pipeline;
    }
}
