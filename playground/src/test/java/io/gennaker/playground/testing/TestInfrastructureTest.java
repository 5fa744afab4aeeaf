package io.gennaker.playground.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestInfrastructureTest {
    @Test
    void shouldStartOnceForTwoProcessesAndGoWithTheBuild() throws Exception {
        // Given
        var build = new ProcessBuilder("sleep", "300").start();
        try {
            // When
            var first = ensure(build.pid());
            var second = ensure(build.pid());
            var answers = List.of(answer(first), answer(second));

            // Then
            assertThat(answers)
                    .extracting(answer -> answer.get(0))
                    .hasSize(2)
                    .containsOnly(answers.get(0).get(0));
            assertThat(answers)
                    .extracting(answer -> answer.get(1))
                    .containsOnly(answers.get(0).get(1));
            assertThat(answers).extracting(answer -> answer.get(2)).doesNotHaveDuplicates();
            try (var connection = DriverManager.getConnection(answers.get(0).get(1));
                    var admin = Admin.create(
                            Map.of("bootstrap.servers", answers.get(0).get(0)))) {
                assertThat(connection.isValid(5)).isTrue();
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }
        } finally {
            build.destroyForcibly();
        }
        var folder = RepositoryRoot.find().resolve("target/test-infrastructure").resolve(Long.toString(build.pid()));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.notExists(folder));
    }

    @Test
    void shouldSayWhatIsMissingWhenContainersAreWantedWithoutTheirClass() {
        // Given
        System.setProperty(TestInfrastructure.CONTAINERS, "true");
        try {
            // When
            assertThatThrownBy(TestInfrastructure::ensure)
                    // Then
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("io.gennaker.outbox.testing.Containers");
        } finally {
            System.clearProperty(TestInfrastructure.CONTAINERS);
        }
    }

    private static Process ensure(long build) throws IOException {
        var classPath = System.getProperty("java.class.path");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + TestInfrastructure.CLASS_PATH + "=" + classPath,
                        "-cp",
                        classPath,
                        EnsureProgram.class.getName(),
                        Long.toString(build))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> answer(Process process) throws IOException {
        return List.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" "));
    }
}
