package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredJsonTest {
    private static final Artifact SHOP = new Artifact("shop", ImageReference.parse("registry.acme.io/shop:v1"));

    @Test
    void shouldReadWhatItWrites() {
        // Given
        Map<String, Artifact> kept = Map.of("a", SHOP);

        // When
        Map<String, Artifact> read = StoredJson.read(StoredJson.write(kept), new TypeReference<>() {});

        // Then
        assertThat(read).isEqualTo(kept);
        assertThat(StoredJson.read(StoredJson.write(SHOP), Artifact.class)).isEqualTo(SHOP);
    }

    @Test
    void shouldSayWhatCannotBeRead() {
        assertThatThrownBy(() -> StoredJson.read("{\"name\": \"shop\"}", Artifact.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("a stored Artifact cannot be read", "image");
    }
}
