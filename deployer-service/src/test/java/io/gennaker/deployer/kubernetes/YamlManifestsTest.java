package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.resource.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlManifestsTest {
    private final YamlManifests manifests = new YamlManifests();

    @Test
    void shouldReadDocumentsAndLists() {
        // When
        var resources = manifests.manifests("""
                # nothing but a comment
                ---
                {kind: List, items: [{kind: ConfigMap, metadata: {name: a}}, {kind: Secret, metadata: {name: b}}]}
                ---
                kind: Service
                metadata: {name: c}
                ---
                """);

        // Then
        assertThat(resources).extracting(Resource::toString).containsExactly("ConfigMap a", "Secret b", "Service c");
    }

    /// Found by fuzzing: the library reads in pieces of 1025 chars.
    @Test
    void shouldReadACharacterOfTwoCharsWhereTwoPiecesMeet() {
        // Given
        String text = "{kind: ConfigMap, metadata: {name: a}}";
        String comment = " # " + "x".repeat(1_024 - text.length() - 3) + "\uD83D\uDE00";

        // Then
        assertThat(manifests.manifests(text + comment)).hasSize(1);
    }

    @Test
    void shouldWriteWholeNumbersAsWholeNumbers() {
        var value = manifests.json(
                "{\"port\":80,\"large\":6000000000,\"share\":0.5,\"on\":true,\"off\":null,\"text\":\"80\"}");

        assertThat(manifests.text(value))
                .isEqualTo("{\"port\":80,\"large\":6000000000,\"share\":0.5,\"on\":true,\"off\":null,\"text\":\"80\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [b",
                "- a",
                "just text",
                "a: 1\na: 2",
                "a: !!java.net.URL [http://x]",
                "a: *nobody",
                "a: !x%20 b"
            })
    void shouldRefuseWhatIsNoObject(String text) {
        assertThatThrownBy(() -> manifests.manifests(text)).isInstanceOf(InvalidManifests.class);
    }

    @Test
    void shouldRefuseAliasesThatExplode() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int level = 1; level < 80; level++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
        }

        assertThatThrownBy(() -> manifests.manifests(bomb.toString())).hasMessageContaining("aliases");
    }

    @Test
    void shouldKeepTheEndOfALogAndNoHalfCharacter() throws IOException {
        assertThat(tail("short", 16)).isEqualTo("short");
        assertThat(tail("0123456789", 4)).isEqualTo("6789");
        assertThat(tail("aaäbb", 3)).isEqualTo("bb");
    }

    private static String tail(String log, int most) throws IOException {
        return LogTail.end(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), most);
    }
}
