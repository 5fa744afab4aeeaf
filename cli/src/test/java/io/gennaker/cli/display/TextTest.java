package io.gennaker.cli.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 ms",
        "PT0.85S, 850 ms",
        "PT4.26S, 4.2 s",
        "PT59.999S, 59.9 s",
        "PT65S, 1 m 05 s",
        "PT59M59S, 59 m 59 s",
        "PT2H3M, 2 h 03 m",
        "P3DT4H, 3 d 04 h"
    })
    void shouldSayDurationsAsPeopleDo(Duration duration, String words) {
        assertThat(Text.duration(duration)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "✔ ok, 4", "日本, 4", "é, 1", "e\u0301, 1", "🚀, 2", "'', 0"})
    void shouldKnowHowManyColumnsATextTakes(String text, int columns) {
        assertThat(Text.width(text)).isEqualTo(columns);
    }

    @Test
    void shouldQuoteForAShellWhatIsNoPlainWord() {
        assertThat(Text.shellWord("/home/ann/.gennaker/kube-config")).isEqualTo("/home/ann/.gennaker/kube-config");
        assertThat(Text.shellWord("/home/ann lee/it's $HOME")).isEqualTo("'/home/ann lee/it'\\''s $HOME'");
        assertThat(Text.shellWord("")).isEqualTo("''");
    }

    @Test
    void shouldWrapBetweenWordsAndBreakWordsThatAreTooLong() {
        assertThat(Text.wrap("one two three", 7)).containsExactly("one two", "three");
        assertThat(Text.wrap("a sha256:0123456789 b", 8)).containsExactly("a", "sha256:0", "12345678", "9 b");
        assertThat(Text.wrap("日本日本", 5)).containsExactly("日本", "日本");
        assertThat(Text.wrap("  \n ", 5)).isEmpty();
    }

    @Test
    void shouldCutWhatDoesNotFit() {
        assertThat(Text.cut("exactly", 7)).isEqualTo("exactly");
        assertThat(Text.cut("too long", 7)).isEqualTo("too lo…");
        assertThat(Text.cut("日本日本", 6)).isEqualTo("日本…");
        assertThat(Text.cut("any", 0)).isEmpty();
    }

    @Test
    void shouldReadTheTerminalsSize() {
        assertThat(MeasuredSize.parse("40 100\n")).contains(new Size(100, 40));
        assertThat(MeasuredSize.parse("0 0")).isEmpty();
        assertThat(MeasuredSize.byEnvironment(Map.of("COLUMNS", "132", "LINES", "50")))
                .isEqualTo(new Size(132, 50));
        assertThat(MeasuredSize.byEnvironment(Map.of("COLUMNS", "wide"))).isEqualTo(Size.USUAL);
    }

    @Test
    void shouldAlignColumnsAlsoWithWideLetters() {
        assertThat(new Table("NAME", "N").row("日本", 1).row("x\u001b[2J", 22).lines())
                .containsExactly("NAME   N", "日本   1", "x [2J  22");
    }

    @Test
    void shouldBePlainWhereNobodyWatches() {
        // The tests' output is no terminal.
        Terminal terminal = Terminal.detect(Map.of("TERM", "xterm"));

        assertThat(terminal.interactive()).isFalse();
        assertThat(terminal.style().colour()).isFalse();
    }
}
