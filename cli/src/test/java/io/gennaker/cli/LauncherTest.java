package io.gennaker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `gennaker` in a checkout that is built, with a JDK that prints its arguments.
class LauncherTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path folder;

    @Test
    void shouldStartInAFolderWhoseNameHasASpace() throws IOException, InterruptedException {
        // Given
        Path checkout = checkout("a b");

        // When
        String arguments = gennaker(checkout, "version");

        // Then
        assertThat(arguments.lines())
                .contains("-XX:+UseSerialGC", "-XX:AOTCache=" + checkout.resolve("cli/target/start.aot"))
                .containsSubsequence(
                        "-cp",
                        checkout.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar") + ":"
                                + checkout.resolve("cli/target/lib/*"),
                        "io.gennaker.cli.Gennaker",
                        "version")
                .doesNotContain("b/cli/target/start.aot");
    }

    private Path checkout(String name) throws IOException {
        Path checkout = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve("target"));
        Files.createDirectories(checkout.resolve("cli/target"));
        Files.createDirectories(checkout.resolve("jdk/bin"));
        Files.copy(ROOT.resolve("gennaker"), checkout.resolve("gennaker"));
        Files.copy(ROOT.resolve(".mvn/find-jdk.sh"), checkout.resolve(".mvn/find-jdk.sh"));
        Files.createFile(checkout.resolve("cli/target/cli-0.1.0-SNAPSHOT.jar"));
        Files.createFile(checkout.resolve("cli/target/start.aot"));
        Files.createFile(checkout.resolve("target/built"));
        Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        program(checkout.resolve("jdk/bin/javac"), "");
        program(checkout.resolve("jdk/bin/java"), "printf '%s\\n' \"$@\"\n");
        return checkout;
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String gennaker(Path checkout, String command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("sh", checkout.resolve("gennaker").toString(), command);
        builder.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
