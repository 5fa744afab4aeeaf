package io.gennaker.trigger.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.trigger.FakeRegistry;
import io.gennaker.trigger.WebhooksResourceConfig;
import io.gennaker.trigger.testing.Doors;
import io.gennaker.trigger.testing.ServiceDatabase;
import io.gennaker.trigger.testing.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// New tags of a polled registry, while those who poll die and others poll at the same time: each starts once.
class PollingCrashTest {
    private static final String DIGEST = "sha256:" + "0f".repeat(32);
    private static final FakeRegistry REGISTRY = new FakeRegistry();
    private static FreshDatabase database;
    private static Path password;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        database = ServiceDatabase.create();
        password = Files.writeString(folder.resolve("password"), WebhooksResourceConfig.SECRET);
        REGISTRY.start();
    }

    @AfterAll
    static void stop() {
        REGISTRY.close();
    }

    @ParameterizedTest(name = "killed at {0}")
    @ValueSource(strings = {"event-received", "event-written", "event-kept"})
    void shouldStartOnceWhenTheProcessIsKilled(String crashPoint) throws Exception {
        // Given
        String repository = known("acme/" + crashPoint);
        REGISTRY.put(repository + ":v2", DIGEST);
        Victim.start(
                        Polled.class,
                        crashPoint,
                        "polling-" + crashPoint,
                        database,
                        REGISTRY.address().toString(),
                        password.toString(),
                        repository)
                .awaitDeath();
        assertThat(kept(repository)).isEqualTo(crashPoint.equals("event-kept") ? 1 : 0);

        // When
        replica(repository).poll();

        // Then
        assertThat(kept(repository)).isEqualTo(1);
        assertThat(asked(repository)).isEqualTo(1);
    }

    @Test
    void shouldStartOnceForEachTagWhenTwoReplicasPollTenTimesAndTagsComeInAnyOrder() throws Exception {
        // Given
        String repository = known("acme/often");
        var replicas = List.of(replica(repository), replica(repository));

        // When
        for (String tag : List.of("v4", "v2", "v3")) {
            REGISTRY.put(repository + ":" + tag, DIGEST);
            pollAtOnce(replicas);
        }
        for (int time = 0; time < 7; time++) {
            pollAtOnce(replicas);
        }

        // Then
        assertThat(kept(repository)).isEqualTo(3);
        assertThat(asked(repository)).isEqualTo(3);
    }

    private static void pollAtOnce(List<Polled> replicas) throws Exception {
        try (var threads = Executors.newFixedThreadPool(replicas.size())) {
            var polls = IntStream.range(0, replicas.size())
                    .mapToObj(each -> threads.submit(() -> {
                        replicas.get(each).poll();
                        return each;
                    }))
                    .toList();
            for (var poll : polls) {
                poll.get();
            }
        }
    }

    /// A repository with a tag that was there before, and a pipeline that waits for others.
    private static String known(String repository) throws Exception {
        String image = Polled.HOST + "/" + repository;
        Doors.apply(database, Map.of("of-" + repository.substring("acme/".length()), """
                  artifacts: [{name: app, image: "%s"}]
                  triggers: [{name: pushed, type: registry, image: "%s"}]
                """.formatted(image, image)));
        REGISTRY.put(repository + ":v1", DIGEST);
        replica(repository).poll();
        return repository;
    }

    private static Polled replica(String repository) {
        return new Polled(database, REGISTRY.address(), password, repository, UnaryOperator.identity());
    }

    private static long kept(String repository) {
        return Long.parseLong(database.value(
                "select count(*) from trigger_event where source = 'polling:" + Polled.HOST + "/" + repository + "'"));
    }

    private static long asked(String repository) {
        return Doors.commands(database, "\"polling:" + Polled.HOST + "/" + repository + "\"");
    }
}
