package io.gennaker.playground.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageRegistryTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheOldImageByDigestWhenItsTagMoves() throws Exception {
        // Given
        var registry = open();
        var first = registry.push("us.gcr.io/acme/shop:v1", Map.of("sim.gennaker.io/latency", "20ms"));

        // When
        var second = registry.push("us.gcr.io/acme/shop:v1", Map.of());

        // Then
        assertThat(registry.resolve("us.gcr.io/acme/shop:v1")).contains(second);
        assertThat(registry.resolve(first.pinned())).contains(first);
        assertThat(registry.behaviour(first.pinned()).orElseThrow().latency()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void shouldKnowTheSameImagesWhenOpenedAgain() throws Exception {
        // Given
        var image = open().push("localhost:5000/shop:v1", Map.of("maintainer", "acme"));

        // When
        var reopened = open();

        // Then
        assertThat(reopened.resolve("localhost:5000/shop:v1")).contains(image);
        assertThat(reopened.push("localhost:5000/shop:v1", Map.of("maintainer", "acme"))
                        .digest())
                .isEqualTo(image.digest());
        assertThat(reopened.images()).hasSize(1);
    }

    @Test
    void shouldNotResolveADigestWhenTheRepositoryIsAnother() throws Exception {
        // Given
        var registry = open();
        var image = registry.push("acme/shop:v1", Map.of());

        // When
        var resolved = registry.resolve("acme/other@" + image.digest());

        // Then
        assertThat(resolved).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "error-rate,1.5,a number from 0 to 1",
        "error-rate,NaN,a number from 0 to 1",
        "latency,20,a number with ms",
        "crash,yes,true or false",
        "exit-code,256,a whole number from 0 to 255",
        "speed,1,known under sim.gennaker.io/ are"
    })
    void shouldSayWhatIsAllowedWhenALabelIsWrong(String label, String value, String allowed) throws Exception {
        // Given
        var registry = open();

        // When
        var refusal =
                assertThatThrownBy(() -> registry.push("acme/shop:v1", Map.of("sim.gennaker.io/" + label, value)));

        // Then
        refusal.isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(label)
                .hasMessageContaining(allowed);
        assertThat(registry.images()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "Shop:", "shop@sha256:abc", "../shop:v1", "shop v1"})
    void shouldRefuseTheReferenceWhenItHasNoValidForm(String reference) throws Exception {
        // Given
        var registry = open();

        // When
        var refusal = assertThatThrownBy(() -> registry.push(reference, Map.of()));

        // Then
        refusal.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("REPOSITORY[:TAG]");
    }

    private ImageRegistry open() throws Exception {
        return ImageRegistry.open(folder.resolve("images.json"));
    }
}
