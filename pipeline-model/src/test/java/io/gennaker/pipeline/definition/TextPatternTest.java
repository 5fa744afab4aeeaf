package io.gennaker.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {
    private static boolean fits(String pattern, String text) {
        return TextPattern.parse(pattern).fits(text);
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "v*, v2019.10.21-13-g832b8366, true",
        "v*, v, true",
        "v*, 1v, false",
        "v?.?, v1.2, true",
        "v?.?, v1.23, false",
        "*-rc*, v1-rc2, true",
        "*-rc*, v1, false",
        "v*1*2, v31x2, true",
        "v*1*2, v312x, false",
        "v1, v1, true",
        "v1, v10, false",
        "a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false"
    })
    void shouldMatchTagsByPattern(String pattern, String tag, boolean expected) {
        assertThat(fits(pattern, tag)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "semver:>=1.2.0 <2.0.0, v1.10.0, true",
        "semver:>=1.2.0 <2.0.0, 2.0.0, false",
        "semver:>=1.2.0 <2.0.0, 1.5.0-rc.1, false",
        "semver:>=1.5.0-rc.2, 1.5.0-rc.10, true",
        "semver:>=1.5.0-rc.2, 1.5.0-rc.1, false",
        "semver:^1.2.3, 1.9.9, true",
        "semver:^0.2.3, 0.3.0, false",
        "semver:~1.2.3, 1.2.9, true",
        "semver:~1.2.3, 1.3.0, false",
        "semver:1.2.3, v1.2.3, true",
        "semver:>=1.0.0, latest, false",
        "semver:>=1.0.0, 01.2.3, false"
    })
    void shouldMatchTagsByVersionRange(String pattern, String tag, boolean expected) {
        assertThat(fits(pattern, tag)).isEqualTo(expected);
    }

    @Test
    void shouldNameTheBoundThatCannotBeRead() {
        assertThatThrownBy(() -> VersionRange.parse(">=1.2.0 <2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'<2' is no bound of versions");
    }

    @ParameterizedTest
    @CsvSource({
        "regex:v[0-9]+, v12, true",
        "regex:v[0-9]+, v12-rc, false",
        "regex:(main|release/.*), release/1, true",
        "regex:(a+)+b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac, false"
    })
    void shouldMatchTheWholeTextByRegularExpression(String pattern, String text, boolean expected) {
        assertThat(fits(pattern, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "regex:(| 'regex:' and a regular expression",
                "semver:>=one| 'semver:' and versions",
                "regex:(?=look)a| 'regex:' and a regular expression"
            })
    void shouldSayWhatIsAllowed(String pattern, String allowed) {
        assertThatThrownBy(() -> TextPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(allowed.replace("''", "'"));
    }
}
