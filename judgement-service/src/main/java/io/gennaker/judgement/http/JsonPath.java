package io.gennaker.judgement.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.judgement.callout.Facts;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names and indexes of JSONPath: `$.jobs[0]['build number']`. Neither wildcards nor filters: what a stage reads is one
/// value.
final class JsonPath {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\[([0-9]{1,9})]|\\['([^'\\p{Cntrl}]+)']");
    private static final Pattern PERHAPS_JSON = Pattern.compile("(?s)(-?[0-9]|\\[|\\{|\"|true$|false$).*");

    private JsonPath() {}

    private record Body(JsonNode root) implements Facts {
        @Override
        public Optional<String> at(String path) {
            return JsonPath.at(root, path).map(JsonPath::typed);
        }

        @Override
        public Optional<String> textAt(String path) {
            return JsonPath.at(root, path).map(node -> node.isTextual() ? node.textValue() : node.toString());
        }
    }

    /// What a body says; nothing where it is no JSON.
    static Facts facts(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            return new Body(root);
        } catch (JsonProcessingException none) {
            return Facts.NONE;
        }
    }

    static Optional<JsonNode> at(JsonNode root, String path) {
        JsonNode here = root;
        Matcher step = STEP.matcher(path);
        int from = 1;
        while (from < path.length()) {
            if (!step.find(from) || step.start() != from) {
                return Optional.empty();
            }
            here = step.group(2) == null
                    ? here.path(step.group(1) == null ? step.group(3) : step.group(1))
                    : here.path(Integer.parseInt(step.group(2)));
            from = step.end();
        }
        return here.isMissingNode() || here.isNull() ? Optional.empty() : Optional.of(here);
    }

    /// Text as it is, unless it would read as JSON; everything else as JSON. So expressions know the one from the
    /// other.
    private static String typed(JsonNode node) {
        boolean plain = node.isTextual() && !readsAsJson(node.textValue());
        return plain ? node.textValue() : node.toString();
    }

    private static boolean readsAsJson(String text) {
        if (!PERHAPS_JSON.matcher(text).matches()) {
            return false;
        }
        try {
            JSON.readTree(text);
            return true;
        } catch (JsonProcessingException plain) {
            return false;
        }
    }
}
