package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HealthState;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.deployer.testing.Yaml;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigClustersTest {
    private static final ClusterTarget ONE = new ClusterTarget("replica", "one");

    @TempDir
    Path folder;

    private Path kubeconfig(String file, String context, int port, int second) throws IOException {
        Path path = folder.resolve(file);
        Files.writeString(path, """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: %s, context: {cluster: c, user: u}}]
                """.formatted(port, context));
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(second)));
        return path;
    }

    @Test
    void shouldKeepOneClientUntilTheFileChanges() throws IOException {
        // Given
        Path file = kubeconfig("config", "one", 1, 1);

        try (var clusters = new KubeconfigClusters(List.of(file), Yaml.READER)) {
            var first = clusters.reach(ONE);
            var same = clusters.reach(ONE);

            // When
            kubeconfig("config", "one", 2, 2);
            var changed = clusters.reach(ONE);

            // Then
            assertThat(same).isSameAs(first);
            assertThat(changed).isNotSameAs(first);
        }
    }

    @Test
    void shouldKeepTheClientWhenOnlyThePaceChanges() throws IOException {
        // Given
        var slow = new ClusterTarget("replica", "one", 50);
        var quick = new ClusterTarget("replica", "one", 60);

        try (var clusters = new KubeconfigClusters(List.of(kubeconfig("config", "one", 1, 1)), Yaml.READER)) {
            var first = clusters.reach(slow);

            // When
            var second = clusters.reach(quick);

            // Then
            assertThat(second).isSameAs(first);
            assertThat(clusters.reached())
                    .extracting(KubeconfigClusters.Reached::rate)
                    .containsExactly(60);
        }
    }

    @Test
    void shouldTellHowEachClusterIsThatWasUsed() throws IOException {
        // Given
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/version", exchange -> {
            byte[] answer = "{\"gitVersion\": \"v1.31.2\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Path file = kubeconfig("config", "one", server.getAddress().getPort(), 1);

        try (var clusters = new KubeconfigClusters(List.of(file), Yaml.READER)) {
            var health = new ClusterHealth(clusters, () -> Map.of("one", 2));
            var unused = health.look();
            clusters.reach(ONE);

            // When
            var well = health.look().getFirst();
            server.stop(0);
            var away = health.look().getFirst();

            // Then
            assertThat(unused).isEmpty();
            assertThat(well.name()).isEqualTo("replica");
            assertThat(well.state()).isEqualTo(HealthState.UP);
            assertThat(well.facts()).containsEntry("version", "v1.31.2").containsEntry("drifts in a day", "2");
            assertThat(away.state()).isEqualTo(HealthState.DOWN);
            assertThat(away.problem()).contains("replica");
            assertThat(away.advice()).contains("kubeconfig");
        }
    }

    @Test
    void shouldNameTheContextsOfAllFilesWhenOneIsUnknown() throws IOException {
        var files = List.of(kubeconfig("a", "one", 1, 1), folder.resolve("missing"), kubeconfig("b", "two", 1, 1));

        try (var clusters = new KubeconfigClusters(files, Yaml.READER)) {
            assertThatThrownBy(() -> clusters.reach(new ClusterTarget("mars", "mars")))
                    .isInstanceOfSatisfying(
                            ClusterProblem.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(FailureCode.UNKNOWN_CLUSTER))
                    .hasMessageEndingWith("there is no kubeconfig context mars; known are one, two");
        }
    }

    @Test
    void shouldUseATokenThatIsRenewedInItsPlace() throws IOException {
        // Given
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean known = "Bearer new".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(known ? 200 : 401, -1);
            exchange.close();
        });
        server.start();
        Path secret = Files.createDirectories(folder.resolve("secrets/production"));
        Files.writeString(
                secret.resolve("server"),
                "http://127.0.0.1:" + server.getAddress().getPort() + "\n");
        Files.writeString(secret.resolve("token"), "old\n");

        try (var clusters = new KubeconfigClusters(List.of(), folder.resolve("secrets"), 100, Yaml.READER)) {
            var cluster = clusters.reach(new ClusterTarget("prod", "production"));
            var expired = catchThrowableOfType(ClusterProblem.Unavailable.class, cluster::greet);

            // When
            Files.writeString(secret.resolve("token"), "new\n");

            // Then
            assertThat(expired).hasMessageContaining("does not accept the deployer's credentials (401)");
            assertThatCode(cluster::greet).doesNotThrowAnyException();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldNotAskFasterThanItsRate() {
        // Given
        var pace = new Pace(100);
        long begin = System.nanoTime();

        // When
        for (int request = 0; request < 130; request++) {
            pace.await();
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("100 at once, then one each 10 ms")
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    @Test
    void shouldReadAListOfFilesAsKubectlDoes() {
        assertThat(KubeconfigClusters.files(Optional.of("/a:/b"))).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(KubeconfigClusters.files(Optional.empty()))
                .containsExactly(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
}
