package io.gennaker.playground.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With programs of Debian that the test plays.
class DebianPrometheusTest {
    @TempDir
    private Path programs;

    @TempDir
    private Path folder;

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Optional<Path> ask() {
        return new DebianPrometheus(folder, programs.toString()).program();
    }

    @Test
    void shouldUnpackTheProgramOnceWhenThePackageCanBeFetched() throws Exception {
        // Given
        program("apt-get", "[ \"$1 $2\" = 'download prometheus' ] && echo package >prometheus_1_amd64.deb");
        program(
                "dpkg-deb",
                "mkdir -p \"$3/usr/bin\" && cp \"$2\" \"$3/usr/bin/prometheus\" && chmod +x \"$3/usr/bin/prometheus\"");
        ask();
        program("apt-get", "exit 1");

        // When
        var again = ask();

        // Then
        assertThat(again).contains(folder.toAbsolutePath().resolve("usr/bin/prometheus"));
        assertThat(folder.resolve("prometheus_1_amd64.deb")).doesNotExist();
    }

    @Test
    void shouldHaveNoneAndSayWhyWhenThePackageCannotBeFetched() throws Exception {
        // Given
        program("apt-get", "echo no such package; exit 100");
        program("dpkg-deb", "exit 1");

        // When
        var none = ask();

        // Then
        assertThat(none).isEmpty();
        assertThat(folder.resolve("unpack.log")).hasContent("no such package");
    }

    @Test
    void shouldHaveNoneWhenTheMachineIsNotDebian() throws Exception {
        // When
        var none = ask();

        // Then
        assertThat(none).isEmpty();
        assertThat(new DebianPrometheus(folder, programs.toString()).isPossible())
                .isFalse();
    }
}
