package io.gennaker.spinnaker.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpinnakerFileTest {
    @Test
    void shouldReadOnePipelineAndAList() throws UnreadableFile {
        String pipeline = "{\"name\": \"a\", \"stages\": []}";

        assertThat(SpinnakerFile.read("f", pipeline)).hasSize(1);
        assertThat(SpinnakerFile.read("f", "[" + pipeline + "," + pipeline + "]"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                        | found nothing",
                "`{\"name\": \"a\", \"stages\": [}`        | f.json:1:26: found",
                "`{\"name\": \"a\", \"name\": \"b\"}`      | Duplicate",
                "`{\"name\": \"a\", \"stages\": []} x`     | f.json:1:29",
                "`7`                                       | found number; allowed: a pipeline",
                "`[]`                                      | found a list of 0",
                "`[{\"name\": \"a\", \"stages\": []}, 7]`  | f.json: [1]: found number",
                "`{\"stages\": []}`                        | found no 'name'",
                "`{\"name\": \"a\"}`                       | found no 'stages'",
                "`{\"name\": \"a\", \"stages\": {}}`       | that are no list of objects",
                "`{\"name\": \"a\", \"stages\": [1]}`      | that are no list of objects",
            })
    void shouldSayWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> SpinnakerFile.read("f.json", text))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("f.json")
                .hasMessageContaining(message)
                .hasMessageContaining("allowed");
    }

    @Test
    void shouldBoundWhatItReads() {
        String deep = "{\"name\": \"a\", \"stages\": [], \"x\": " + "[".repeat(500) + "]".repeat(500) + "}";
        String many = "{\"name\": \"a\", \"stages\": [" + "{},".repeat(1_000) + "{}]}";

        assertThatThrownBy(() -> SpinnakerFile.read("f", deep)).isInstanceOf(UnreadableFile.class);
        assertThatThrownBy(() -> SpinnakerFile.read("f", many)).hasMessageContaining("1001 stages");
        assertThatThrownBy(() -> SpinnakerFile.read("f", " ".repeat(SpinnakerFile.LONGEST + 1)))
                .hasMessageContaining("at most");
    }
}
