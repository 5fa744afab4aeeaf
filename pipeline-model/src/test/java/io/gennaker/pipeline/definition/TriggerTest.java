package io.gennaker.pipeline.definition;

import static org.assertj.core.api.Assertions.assertThat;

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
