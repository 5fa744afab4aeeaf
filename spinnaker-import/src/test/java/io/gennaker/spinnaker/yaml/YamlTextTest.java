package io.gennaker.spinnaker.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with words",
                "",
                " ",
                "yes",
                "NO",
                "null",
                "0644",
                "1.5",
                "0x1f",
                "~",
                "a: b",
                "a #b",
                "- a",
                "*x",
                "&x",
                "!x",
                "{a}",
                "[a]",
                "'q'",
                "\"q\"",
                "two\nlines",
                "ends\n",
                "ends twice\n\n",
                "\nbegins",
                "  indented\nless",
                "tab\there",
                "a\r\nb",
                "ü€😀",
                "%x",
                "@x",
                "`x`",
                "---",
                "trailing ",
                "a\n\nb\n",
                "k=v",
                "2020-01-01"
            })
    void shouldGiveBackTheSameText(String text) {
        String yaml = YamlText.of(
                List.of(JsonNodeFactory.instance.objectNode().put("key", text).put(text + "k", 1)));

        YamlFile file = YamlFile.parse("f", yaml);

        assertThat(file.problems()).as(yaml).isEmpty();
        var root = (YamlNode.Mapping) file.documents().getFirst().root();
        assertThat(root.get("key").orElseThrow()).isInstanceOfSatisfying(YamlNode.Scalar.class, scalar -> {
            assertThat(scalar.text()).isEqualTo(text);
            assertThat(scalar.kind()).isEqualTo(YamlNode.Kind.TEXT);
        });
        assertThat(root.get(text + "k")).isPresent();
    }
}
