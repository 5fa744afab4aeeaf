package io.gennaker.playground.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCopiesTest {
    @TempDir
    Path root;

    private final int first = FreePorts.next();
    private final int second = FreePorts.next();
    private LocalPlatform platform;

    @BeforeEach
    void open() throws IOException {
        var folder = Files.createDirectories(root.resolve("orchestrator-service/target/quarkus-app"));
        makeJar(folder.resolve("quarkus-run.jar"));
        platform = LocalPlatform.open(
                root,
                Map.of(
                        "GENNAKER_PUBSUB_ENABLED",
                        "false",
                        "GENNAKER_PORT_POSTGRES",
                        "15432",
                        "GENNAKER_PORT_ORCHESTRATOR",
                        Integer.toString(first),
                        "GENNAKER_PORT_ORCHESTRATOR_2",
                        Integer.toString(second)));
    }

    @AfterEach
    void down() {
        platform.down(ProgressListener.silent());
    }

    @Test
    void shouldRunTwoCopiesOnTheSameDatabaseAtTheirOwnPorts() throws Exception {
        // When
        platform.start(Set.of("orchestrator", "orchestrator-2"), ProgressListener.silent());

        // Then
        assertThat(environmentAt(first))
                .contains(
                        "QUARKUS_HTTP_PORT=" + first,
                        "QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://127.0.0.1:15432/gennaker?currentSchema=orchestrator",
                        "QUARKUS_DATASOURCE_USERNAME=orchestrator",
                        "KAFKA_BOOTSTRAP_SERVERS=" + platform.bootstrapServers());
        assertThat(environmentAt(second))
                .contains("QUARKUS_HTTP_PORT=" + second, "QUARKUS_DATASOURCE_USERNAME=orchestrator");
        assertThat(Files.readString(platform.home().data("prometheus").resolve("services.json")))
                .contains("orchestrator-2", "127.0.0.1:" + second);
        assertThat(platform.names()).contains("orchestrator-2");
    }

    @Test
    void shouldLeaveTheOtherCopyWhenOneIsStopped() {
        // Given
        platform.start(Set.of("orchestrator", "orchestrator-2"), ProgressListener.silent());

        // When
        platform.stop("orchestrator-2", ProgressListener.silent());

        // Then
        assertThat(platform.status("orchestrator").state()).isEqualTo(ComponentStatus.State.READY);
        assertThat(platform.names()).doesNotContain("orchestrator-2");
    }

    private static String environmentAt(int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/environment"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static void makeJar(Path jar) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        var entry = FakeService.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = FakeService.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
    }
}
