package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

    @Test
    void shouldBePartOfThePlatformWhereItIsInstalledUnlessItIsLeftOut() throws IOException {
        // Given
        sdk(folder.resolve("sdk"));
        var installed = Map.of(
                "CLOUDSDK_ROOT_DIR",
                folder.resolve("sdk").toString(),
                "GENNAKER_HOME",
                folder.resolve("home").toString());
        var leftOut = new HashMap<>(installed);
        leftOut.put("GENNAKER_PUBSUB_ENABLED", "false");

        // When
        var with = LocalPlatform.open(folder, installed);
        var without = LocalPlatform.open(folder, leftOut);

        // Then
        assertThat(with.names()).contains("pubsub");
        assertThat(with.pubSubHost()).contains("127.0.0.1:18099");
        assertThat(without.names()).doesNotContain("pubsub");
        assertThat(without.pubSubHost()).isEmpty();
    }

    @Test
    void shouldRefuseAnyOtherWish() {
        assertThatThrownBy(() -> LocalPlatform.open(
                        folder,
                        Map.of(
                                "GENNAKER_PUBSUB_ENABLED",
                                "yes",
                                "GENNAKER_HOME",
                                folder.resolve("home").toString())))
                .hasMessage("GENNAKER_PUBSUB_ENABLED: found 'yes', allowed are true (the default) and false");
    }

    /// What is published before a service pulls must wait for it.
    @Test
    void shouldKeepWhatIsPublishedWhenNobodyPullsYet() throws Exception {
        // Given
        assumeThat(PubSubEmulator.find(System.getenv()))
                .as("Google's Pub/Sub emulator is not installed. " + PubSubEmulator.INSTALL)
                .isPresent();
        var environment = new HashMap<>(System.getenv());
        environment.put("GENNAKER_PUBSUB_ENABLED", "true");
        environment.put("GENNAKER_HOME", folder.resolve("home").toString());
        environment.put("GENNAKER_PORT_PUBSUB", Integer.toString(FreePorts.next()));
        var platform = LocalPlatform.open(folder, environment);
        try {
            platform.start("pubsub", ProgressListener.silent());

            // When
            call(platform, "topics/gcr:publish", "{\"messages\":[{\"data\":\"e30=\"}]}");

            // Then
            assertThat(call(platform, "subscriptions/gennaker-gcr:pull", "{\"maxMessages\":1}"))
                    .contains("e30=");
        } finally {
            platform.down(ProgressListener.silent());
        }
    }

    private static String call(LocalPlatform platform, String method, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(
                        "http://" + platform.pubSubHost().orElseThrow() + "/v1/projects/playground/" + method))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Path sdk(Path root) throws IOException {
        var lib = Files.createDirectories(root.resolve("platform/pubsub-emulator/lib"));
        Files.createFile(lib.resolve("other.jar"));
        return Files.createFile(lib.resolve("cloud-pubsub-emulator-0.8.20-all.jar"))
                .toRealPath();
    }
}
