package io.gennaker.spinnaker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagPatternTest {
    @ParameterizedTest
    @CsvSource({
        "v1, v1",
        "v.*, v*",
        "^v.*$, v*",
        "release-.+, release-?*",
        "v1\\.2, v1.2",
        "v1.2, v1?2",
        ".*, *",
    })
    void shouldSayTheSameWithStars(String regex, String pattern) {
        assertThat(TagPattern.of(regex)).contains(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v\\d+", "(a|b)", "[0-9]*", "a?", "a*", "v.{3}", "v.?", "", "a+", "(?i)v.*", "v.*+", "a$b"})
    void shouldNotGuessWhenStarsCannotSayIt(String regex) {
        assertThat(TagPattern.of(regex)).isEmpty();
    }
}
