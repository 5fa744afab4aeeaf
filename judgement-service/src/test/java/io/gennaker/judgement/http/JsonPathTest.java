package io.gennaker.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {
    private static final String BODY = """
            {"job": {"number": 7, "name": "x", "tag": "12", "ok": true, "none": null}, "list": [{"a-b": 1.50}, "y"], "build nr": "b"}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $.job.number        | 7
            $['job']['name']    | x
            $.job.tag           | "12"
            $.job.ok            | true
            $.list[0]           | {"a-b":1.5}
            $.list[0].a-b       | 1.5
            $.list[1]           | y
            $['build nr']       | b
            """)
    void shouldReadOneValue(String path, String text) {
        assertThat(JsonPath.facts(BODY).at(path)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"$.job.number, 7", "$.job.tag, 12", "$.job.name, x", "$.job.ok, true", "$.job.none,"})
    void shouldReadTextAsItIs(String path, @Nullable String text) {
        assertThat(JsonPath.facts(BODY).textAt(path)).isEqualTo(Optional.ofNullable(text));
    }

    @ParameterizedTest
    @CsvSource({"$.job.none", "$.job.x.y", "$.list[2]", "$.list[*]", "$..name", "$.job.name.", "$.job x"})
    void shouldReadNothingWhereNothingIs(String path) {
        assertThat(JsonPath.facts(BODY).at(path)).isEmpty();
    }

    @Test
    void shouldReadNothingFromWhatIsNoJson() {
        assertThat(JsonPath.facts("<html>").at("$")).isEmpty();
        assertThat(JsonPath.facts("{} {}").at("$")).isEmpty();
    }
}
