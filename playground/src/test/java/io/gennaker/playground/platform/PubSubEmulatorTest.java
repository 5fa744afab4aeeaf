package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubEmulatorTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindTheEmulatorBesideTheProgramBehindALink() throws IOException {
        // Given
        var jar = sdk(folder.resolve("sdk"));
        var program = Files.createFile(
                Files.createDirectories(folder.resolve("sdk/bin")).resolve("gcloud"));
        program.toFile().setExecutable(true);
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("gcloud"), program);

        // When
        var found = PubSubEmulator.find(Map.of("PATH", bin.toString()));

        // Then
        assertThat(found).get().extracting(PubSubEmulator::jar).isEqualTo(jar);
    }

    @Test
    void shouldTakeTheNamedFolderFirst() throws IOException {
        // Given
        var jar = sdk(folder.resolve("named"));

        // When
        var found = PubSubEmulator.find(
                Map.of("CLOUDSDK_ROOT_DIR", folder.resolve("named").toString()));

        // Then
        assertThat(found).get().extracting(PubSubEmulator::jar).isEqualTo(jar);
    }

    private static Path sdk(Path root) throws IOException {
        var lib = Files.createDirectories(root.resolve("platform/pubsub-emulator/lib"));
        Files.createFile(lib.resolve("other.jar"));
        return Files.createFile(lib.resolve("cloud-pubsub-emulator-0.8.20-all.jar"))
                .toRealPath();
    }
}
