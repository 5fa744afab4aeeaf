package io.gennaker.trigger.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestInfrastructure;
import io.gennaker.trigger.testing.ServiceDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The subscription over Google's own emulator, where the Google Cloud SDK with it is installed.
class GoogleEmulatorTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String DIGEST = "sha256:" + "0f".repeat(32);
    private static final String PUSH =
            "{\"action\":\"INSERT\",\"digest\":\"us.gcr.io/acme/shop@%s\",\"tag\":\"us.gcr.io/acme/shop:v2\"}"
                    .formatted(DIGEST);

    private @Nullable Process emulator;
    private String host = "";
    private int port;

    @BeforeEach
    void startEmulator() throws IOException {
        Optional<Path> jar = jar();
        assumeThat(jar)
                .as("Google's Pub/Sub emulator is not installed: gcloud components install pubsub-emulator")
                .isPresent();
        port = freePort();
        host = "127.0.0.1:" + port;
        emulator = run(jar.orElseThrow());
    }

    private Process run(Path jar) throws IOException {
        // the JDK of the machine: the emulator was not made for the newest
        return new ProcessBuilder("java", "-Xmx128m", "-jar", jar.toString(), "--host=127.0.0.1", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "pubsub-emulator.log").toFile())
                .start();
    }

    @AfterEach
    void stopEmulator() throws InterruptedException {
        if (emulator != null) {
            emulator.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldPublishAnEventForAPush() {
        assertThat(eventsOfOnePush(UnaryOperator.identity())).isEqualTo(1);
    }

    @Test
    void shouldTakeAMessageOnceWhenItsTransactionFailsAtFirst() {
        assertThat(eventsOfOnePush(real -> new PullingService.FailingAtFirst(real, 2)))
                .isEqualTo(1);
    }

    /// It then gives the ids again that it gave before.
    @Test
    void shouldTakeAPushWhenTheEmulatorWasStartedAgain() throws Exception {
        // Given
        TestInfrastructure infrastructure = TestInfrastructure.ensure();
        FreshDatabase database = ServiceDatabase.create();
        String prefix = infrastructure.freshTopicPrefix();
        try (var bus = new TestBus(infrastructure.bootstrapServers(), prefix);
                var client = new PubSubClient(host);
                var service = PullingService.start(
                        database, infrastructure.bootstrapServers(), prefix, host, UnaryOperator.identity())) {
            await().atMost(SOON).until(() -> service.state().startsWith("pulling"));
            String before = client.publish(PUSH);
            awaitEvents(bus, before, 1);
            stopEmulator();
            await().atMost(SOON).until(() -> service.state().startsWith("not pulling"));
            emulator = run(jar().orElseThrow());
            await().atMost(SOON).until(() -> service.state().startsWith("pulling"));

            // When
            String after = client.publish(PUSH);

            // Then
            assertThat(after).isEqualTo(before);
            awaitEvents(bus, after, 2);
        }
    }

    private static void awaitEvents(TestBus bus, String id, int count) {
        await().atMost(SOON)
                .pollInSameThread()
                .until(() -> bus.messages(Topic.TRIGGERS, TriggerEvent.ImageChanged.class).stream()
                                .filter(event -> isOf(event, id))
                                .map(TriggerEvent.ImageChanged::eventId)
                                .distinct()
                                .count()
                        == count);
    }

    private static boolean isOf(TriggerEvent.ImageChanged event, String messageId) {
        return event.eventId().startsWith(messageId + "@");
    }

    /// Pushes, waits until nothing of it waits at the emulator, and counts the events.
    private long eventsOfOnePush(UnaryOperator<UnitOfWork> around) {
        TestInfrastructure infrastructure = TestInfrastructure.ensure();
        FreshDatabase database = ServiceDatabase.create();
        String prefix = infrastructure.freshTopicPrefix();
        try (var bus = new TestBus(infrastructure.bootstrapServers(), prefix);
                var client = new PubSubClient(host)) {
            String id;
            try (var service =
                    PullingService.start(database, infrastructure.bootstrapServers(), prefix, host, around)) {
                await().atMost(SOON).until(() -> service.state().startsWith("pulling"));
                id = client.publish(PUSH);
                bus.awaitMessage(Topic.TRIGGERS, TriggerEvent.ImageChanged.class, event -> isOf(event, id));
            }
            assertThat(client.waiting()).isZero();
            return bus.messages(Topic.TRIGGERS, TriggerEvent.ImageChanged.class).stream()
                    .filter(event -> isOf(event, id))
                    .count();
        }
    }

    private static Optional<Path> jar() {
        return Stream.of(
                        Objects.requireNonNullElse(System.getenv("CLOUDSDK_ROOT_DIR"), ""),
                        "/usr/lib/google-cloud-sdk",
                        "/usr/share/google-cloud-sdk",
                        "/opt/google-cloud-sdk",
                        System.getProperty("user.home") + "/google-cloud-sdk")
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "platform/pubsub-emulator/lib"))
                .filter(Files::isDirectory)
                .flatMap(folder -> files(folder).stream())
                .filter(file -> file.getFileName().toString().matches("cloud-pubsub-emulator-.*-all\\.jar"))
                .findFirst();
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
