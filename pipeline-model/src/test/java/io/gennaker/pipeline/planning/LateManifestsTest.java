package io.gennaker.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gennaker.contracts.CompressedText;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.render.ImageBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a plan holds that was made before it was checked that manifests can be read at their turn.
class LateManifestsTest {
    private static final Bindings NONE = new Bindings(Map.of());

    @Test
    void shouldApplyNothingRatherThanAPartOfWhatIsTooLarge() {
        // Given
        var beyondCharacters = CompressedText.of("text: \"" + "x".repeat(1_000_000) + "\"\n");
        var beyondNodes = CompressedText.of("---\nkind: ConfigMap\n---\nlist: [" + "a, ".repeat(100_000) + "a]\n");

        // When
        var empty = catchThrowableOfType(
                Unplannable.class, () -> LateManifests.render(beyondCharacters, NONE, new ImageBinding(List.of())));
        var partial = catchThrowableOfType(
                Unplannable.class, () -> LateManifests.render(beyondNodes, NONE, new ImageBinding(List.of())));
        var patch = catchThrowableOfType(
                Unplannable.class, () -> LateManifests.patch(beyondCharacters, "", NONE, new ImageBinding(List.of())));

        // Then
        assertThat(empty).hasMessage("manifests:1:1: found 1000009 characters; allowed: at most 1000000 characters");
        assertThat(partial).hasMessageContaining("found more than 100000 nodes");
        assertThat(patch).hasMessage("patch:1:1: found 1000009 characters; allowed: at most 1000000 characters");
    }
}
