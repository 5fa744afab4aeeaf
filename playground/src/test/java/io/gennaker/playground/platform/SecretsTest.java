package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    @Test
    void shouldMakeASecretOnceForItsOwnerOnly() throws IOException {
        // Given
        var home = new PlatformHome(folder).prepare();
        var first = new Secrets(home).value("webhook-secret");

        // When
        var second = new Secrets(home).value("webhook-secret");

        // Then
        assertThat(second).isEqualTo(first).matches("[0-9a-f]{64}");
        assertThat(new Secrets(home).value("another")).isNotEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.secret("webhook-secret"))))
                .isEqualTo("rw-------");
    }
}
