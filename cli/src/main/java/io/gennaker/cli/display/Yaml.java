package io.gennaker.cli.display;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/// JSON as YAML of the same meaning, also to readers of YAML 1.1, to whom `no` and `2019-10-21` are no texts.
public final class Yaml {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .build();

    private Yaml() {}

    public static String of(JsonNode value) {
        return new Dump(SETTINGS, new Texts()).dumpToString(JSON.convertValue(value, Object.class));
    }

    private static final class Texts extends StandardRepresenter {
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./@-]*");
        private static final Set<String> NO_TEXTS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

        Texts() {
            super(SETTINGS);
            representers.put(String.class, text -> text((String) text));
        }

        private Node text(String text) {
            boolean plain = PLAIN.matcher(text).matches() && !NO_TEXTS.contains(text.toLowerCase(Locale.ROOT));
            boolean lines = text.contains("\n") && text.chars().noneMatch(each -> each < ' ' && each != '\n');
            return representScalar(
                    Tag.STR, text, plain ? ScalarStyle.PLAIN : lines ? ScalarStyle.LITERAL : ScalarStyle.DOUBLE_QUOTED);
        }
    }
}
