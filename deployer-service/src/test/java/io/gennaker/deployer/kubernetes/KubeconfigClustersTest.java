package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.deployer.testing.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
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
    void shouldReadAListOfFilesAsKubectlDoes() {
        assertThat(KubeconfigClusters.files(Optional.of("/a:/b"))).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(KubeconfigClusters.files(Optional.empty()))
                .containsExactly(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
}
