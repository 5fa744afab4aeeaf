package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTokenTest {
    @TempDir
    private Path folder;

    @Test
    void shouldBeTheOneThatIsInItsFile() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("console-token"), "a".repeat(43) + "\n");

        // When
        var given = FirstToken.given(file);

        // Then
        assertThat(given).contains("a".repeat(43));
    }

    @Test
    void shouldBeMadeWhereItsFileIsNotThere() {
        assertThat(FirstToken.given(folder.resolve("console-token"))).isEmpty();
    }

    @Test
    void shouldBeRefusedWhenItCouldBeGuessed() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("console-token"), "secret\n");

        // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> FirstToken.given(file))
                .withMessage("the token file %s holds 6 characters; allowed are 32 to 512", file);
    }
}
