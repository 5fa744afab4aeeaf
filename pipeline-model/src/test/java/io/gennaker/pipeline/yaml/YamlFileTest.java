package io.gennaker.pipeline.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problem;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
    private static List<String> problems(String text) {
        return YamlFile.parse("f.yaml", text).problems().stream()
                .map(Problem::text)
                .toList();
    }

    private static YamlNode.Mapping root(String text) {
        YamlFile file = YamlFile.parse("f.yaml", text);
        assertThat(file.problems()).isEmpty();
        return (YamlNode.Mapping) file.documents().getFirst().root();
    }

    private static YamlNode.Scalar scalar(String text, String key) {
        return (YamlNode.Scalar) root(text).get(key).orElseThrow();
    }

    @Test
    void shouldKeepThePlaceOfEveryNode() {
        // Given
        String text = "a: 1\nb:\n  - x\n  - {c: \"y\"}\n";

        // When
        YamlNode.Mapping root = root(text);

        // Then
        var list = (YamlNode.Sequence) root.get("b").orElseThrow();
        assertThat(list.items().getFirst().location()).isEqualTo(new Location(3, 5));
        var inner = (YamlNode.Mapping) list.items().getLast();
        assertThat(inner.get("c").orElseThrow().location()).isEqualTo(new Location(4, 9));
    }

    @Test
    void shouldKeepTheTextOfEachDocument() {
        // Given
        String text = "# first\na: 1\n---\nb: 2\n...\n# third\n---\nc: ü𝄞\n---\n---\nd: 4\n";

        // When
        YamlFile file = YamlFile.parse("f.yaml", text);

        // Then
        assertThat(file.documents())
                .extracting(YamlFile.Document::text)
                .containsExactly("# first\na: 1\n", "---\nb: 2\n...\n# third\n", "---\nc: ü𝄞\n", "---\nd: 4\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0644", "1e3", "12:30:45", "~x", "2001-01-01", "0x1F", "true", "null", "1.50"})
    void shouldWriteScalarsAsTheyWere(String plain) {
        // Given
        YamlNode.Mapping root = root("a: " + plain + "\nb: '" + plain + "'\n");

        // When
        String written = YamlWriter.write(List.of(root));

        // Then
        assertThat(written).isEqualTo("---\na: " + plain + "\nb: '" + plain + "'\n");
    }

    @Test
    void shouldWriteWhatReadsTheSame() {
        // Given
        String text =
                "a: |\n  two\n  lines\nb: >-\n  folded\n  text\nc: []\nd: {}\ne: 'it''s'\nf: \"\\t\\u0001\"\ng: !!str 12\nh: ''\n";
        YamlNode.Mapping root = root(text);

        // When
        YamlNode.Mapping again = root(YamlWriter.write(List.of(root)));

        // Then
        assertThat(again.entries()).hasSize(8).allSatisfy(entry -> {
            YamlNode before = root.get(entry.key().text()).orElseThrow();
            if (entry.value() instanceof YamlNode.Scalar after && before instanceof YamlNode.Scalar scalar) {
                assertThat(after.text()).isEqualTo(scalar.text());
                assertThat(after.kind()).isEqualTo(scalar.kind());
            }
        });
    }

    /// Found by fuzzing: the library reads in pieces of 1025 chars.
    @ParameterizedTest
    @ValueSource(ints = {1_020, 1_021, 1_022, 2_046, 2_047})
    void shouldReadACharacterOfTwoCharsWhereverItIs(int before) {
        // Given
        String value = "x".repeat(before) + "\uD83D\uDE00 and more";

        // When
        YamlNode.Mapping root = root("a: " + value + "\n");

        // Then
        assertThat(root.get("a").orElseThrow())
                .isInstanceOfSatisfying(
                        YamlNode.Scalar.class,
                        scalar -> assertThat(scalar.text()).isEqualTo(value));
    }

    /// So many that they are read in no time only where the place of each is not counted from the beginning.
    @Test
    void shouldPlaceManyScalarsBehindACharacterOfTwoChars() {
        // Given
        String text = "# \uD83D\uDE80\n" + "- a\n".repeat(90_000);

        // When
        YamlFile file = YamlFile.parse("f.yaml", text);

        // Then
        assertThat(file.problems()).isEmpty();
        var list = (YamlNode.Sequence) file.documents().getFirst().root();
        var last = (YamlNode.Scalar) list.items().getLast();
        assertThat(text.substring(last.start(), last.end())).isEqualTo("a");
        assertThat(last.end()).isEqualTo(text.length() - 1);
    }

    @Test
    void shouldExpandAliases() {
        // When
        YamlNode.Mapping root = root("a: &x {k: 1}\nb: *x\n");

        // Then
        assertThat(root.get("b")).isEqualTo(root.get("a"));
    }

    @Test
    void shouldRefuseAliasesThatExpandWithoutBound() {
        // Given
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, alias))));
        }

        // When
        var problems = problems(bomb.toString());

        // Then
        assertThat(problems)
                .containsExactly(
                        "f.yaml:5:45: found more than 100000 nodes; allowed: at most that many, aliases expanded");
    }

    @Test
    void shouldRefuseNestingThroughAliases() {
        // Given
        var deep = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 100; i++) {
            deep.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
        }

        // When
        var problems = problems(deep.toString());

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).endsWith("found nesting deeper than 60; allowed: at most 60 levels"));
    }

    @Test
    void shouldRefuseDeepNestingWithoutUsingUpTheStack() {
        assertThat(problems("[".repeat(100_000)))
                .containsExactly("f.yaml:1:61: found nesting deeper than 60; allowed: at most 60 levels");
    }

    @Test
    void shouldRefuseATextBeyondTheBound() {
        assertThat(problems("#".repeat(YamlFile.LONGEST + 1)))
                .containsExactly("f.yaml:1:1: found 1000001 characters; allowed: at most 1000000 characters");
    }

    @Test
    void shouldRefuseWhatKubernetesWouldReadInAnotherWay() {
        assertThat(problems("a: &x {k: 1}\nb:\n  <<: *x\nc: 1\nc: 2\n"))
                .containsExactly(
                        "f.yaml:3:3: found merge key '<<'; allowed: YAML 1.2, which has none: write the keys out",
                        "f.yaml:5:1: found key 'c' a second time; allowed: each key once (first at 4:1)");
    }

    @Test
    void shouldRefuseCustomTagsUnknownAliasesAndKeysThatAreNoText() {
        assertThat(problems("a: !!java.lang.String x\n"))
                .containsExactly(
                        "f.yaml:1:4: found tag 'tag:yaml.org,2002:java.lang.String'; allowed: plain values without"
                                + " custom tags");
        // found by fuzzing
        assertThat(problems("a: !x%20 b\n"))
                .containsExactly("f.yaml:1:4: found tag '!x'; allowed: plain values without custom tags");
        assertThat(problems("a: *x\n"))
                .containsExactly("f.yaml:1:4: found alias *x; allowed: no anchor is defined before");
        assertThat(problems("a: &x [*x]\n"))
                .containsExactly("f.yaml:1:8: found alias *x; allowed: no anchor is defined before");
        assertThat(problems("[a]: 1\n")).containsExactly("f.yaml:1:1: found a list as a key; allowed: text");
    }

    @Test
    void shouldSayWhereAFileIsNoYaml() {
        assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
                .containsExactly(
                        "f.yaml:3:2: found what is not YAML: while parsing a flow sequence, expected ',' or ']',"
                                + " but got :; allowed: YAML 1.2");
        assertThat(problems("a: \u0000\n"))
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("not YAML"));
    }

    @Test
    void shouldLocateAPartOfAScalar() {
        // Given
        String text = "x: 1\na: |\n  one ${{ b }}\n  two ${{ b }}\n";
        YamlFile file = YamlFile.parse("f.yaml", text);
        YamlNode.Scalar scalar = scalar(text, "a");

        // When
        Location second = file.locate(scalar, "b", scalar.text().lastIndexOf("b"));

        // Then
        assertThat(second).isEqualTo(new Location(4, 11));
    }

    @Test
    void shouldLocateAPartThatIsEscapedAtTheStartOfItsScalar() {
        // Given
        String text = "a: \"${{ \\\"q\\\" }}\"\nb: '\"q\"'\n";
        YamlFile file = YamlFile.parse("f.yaml", text);

        // When
        Location location = file.locate(scalar(text, "a"), "\"q\"", 4);

        // Then
        assertThat(location).isEqualTo(new Location(1, 4));
    }
}
