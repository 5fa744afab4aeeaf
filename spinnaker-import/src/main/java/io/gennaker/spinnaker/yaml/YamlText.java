package io.gennaker.spinnaker.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import io.gennaker.pipeline.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/// JSON values as YAML that means the same to readers of YAML 1.1 and 1.2.
public final class YamlText {
    private static final int LONGEST_LINE = 100;

    private YamlText() {}

    /// One document for each value.
    public static String of(List<? extends JsonNode> documents) {
        return YamlWriter.write(documents.stream().map(YamlText::node).toList());
    }

    private static YamlNode node(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                var entries = new ArrayList<YamlNode.Entry>();
                value.properties()
                        .forEach(
                                field -> entries.add(new YamlNode.Entry(text(field.getKey()), node(field.getValue()))));
                yield new YamlNode.Mapping(entries, Location.START);
            }
            case ARRAY ->
                new YamlNode.Sequence(value.valueStream().map(YamlText::node).toList(), Location.START);
            case STRING -> text(value.asText());
            case NUMBER -> scalar(value.asText(), YamlNode.Kind.DECIMAL, YamlNode.Style.PLAIN);
            case BOOLEAN -> scalar(value.asText(), YamlNode.Kind.TRUTH, YamlNode.Style.PLAIN);
            case NULL -> scalar("null", YamlNode.Kind.NULL, YamlNode.Style.PLAIN);
            case BINARY, POJO, MISSING ->
                throw new IllegalArgumentException("no JSON from a text: " + value.getNodeType());
        };
    }

    private static YamlNode.Scalar text(String text) {
        return scalar(text, YamlNode.Kind.TEXT, style(text));
    }

    private static YamlNode.Style style(String text) {
        boolean block = text.contains("\n")
                && text.lines().noneMatch(line -> line.endsWith(" ") || line.startsWith(" ") || line.contains("\t"))
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')
                && !text.startsWith("\n");
        if (block) {
            return YamlNode.Style.BLOCK;
        }
        return isPlain(text) ? YamlNode.Style.PLAIN : YamlNode.Style.DOUBLE_QUOTED;
    }

    /// Letters first and nothing that YAML could take for something else; what `yes` means depends on the version.
    private static boolean isPlain(String text) {
        return text.length() <= LONGEST_LINE
                && text.matches("[A-Za-z/][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*")
                && !text.matches("(?i)y|n|yes|no|on|off|true|false|null|nan|inf")
                && YamlFile.parse("", text).problems().isEmpty();
    }

    private static YamlNode.Scalar scalar(String text, YamlNode.Kind kind, YamlNode.Style style) {
        return new YamlNode.Scalar(text, kind, style, Location.START, 0, 0);
    }
}
