package io.gennaker.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {
    private static Trigger.Registry trigger(String tag) {
        return new Trigger.Registry("pushed", "us.gcr.io/acme/shop", tag, true);
    }

    private static boolean fits(String pattern, String tag) {
        return trigger(pattern).fits(RegistryAction.INSERT, ImageReference.parse("us.gcr.io/acme/shop:" + tag));
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

    @Test
    void shouldFitOnlyInsertedImagesOfItsRepository() {
        // Given
        ImageReference image = ImageReference.parse("us.gcr.io/acme/shop:v1");
        ImageReference other = ImageReference.parse("us.gcr.io/acme/shopping:v1");

        // Then
        assertThat(trigger("*").fits(RegistryAction.INSERT, image)).isTrue();
        assertThat(trigger("*").fits(RegistryAction.DELETE, image)).isFalse();
        assertThat(trigger("*").fits(RegistryAction.INSERT, other)).isFalse();
    }

    @Test
    void shouldFitAnImageWithoutATagOnlyByTheStar() {
        // Given
        var untagged = new ImageReference("us.gcr.io/acme/shop", null, Digest.of("x"));

        // Then
        assertThat(trigger("*").fits(RegistryAction.INSERT, untagged)).isTrue();
        assertThat(trigger("v*").fits(RegistryAction.INSERT, untagged)).isFalse();
    }
}
