package io.gennaker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.ExecutionLine;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.Topic;
import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.ProgressListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Under load any process is killed at random, PostgreSQL and Kafka among them, with three orchestrators: every
/// execution ends as it must, none is stuck, none is doubled. What is killed and when, and what is started, follows
/// from the seed, which is printed: `-Dgennaker.test.chaos.seed=N` repeats it.
@EnabledIfSystemProperty(
        named = "gennaker.test.chaos",
        matches = "PT.+",
        disabledReason = "takes minutes: -Dgennaker.test.chaos=PT5M")
class ChaosIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int PAGE = 200;
    private static final long SEED = Long.getLong("gennaker.test.chaos.seed", System.nanoTime());
    private static final Map<String, Integer> COPIES = Map.of("orchestrator", 3);
    private static final List<String> VICTIMS = List.of(
            "postgres",
            "kafka",
            "orchestrator",
            "orchestrator-2",
            "orchestrator-3",
            "deployer",
            "console",
            "trigger",
            "analysis",
            "judgement");

    private static final AcceptancePlatform ACCEPTANCE = new AcceptancePlatform("chaos", 29080);

    @BeforeAll
    static void up() throws Exception {
        System.out.println("[chaos] seed " + SEED);
        ACCEPTANCE.upAnew();
        ACCEPTANCE.open().up(COPIES, ProgressListener.silent());
    }

    @AfterAll
    static void down() {
        ACCEPTANCE.open().down(ProgressListener.silent());
    }

    @Test
    void shouldEndEveryExecutionAsItMustWhateverIsKilled() throws Exception {
        // Given
        LocalPlatform platform = ACCEPTANCE.open();
        ConsoleClient console = ACCEPTANCE.session().localConsole(platform).persisting(PATIENCE);
        var load = new ChaosLoad(console, new Random(SEED));
        load.define(platform.clustersAdminUrl());
        long end = System.nanoTime()
                + Duration.parse(System.getProperty("gennaker.test.chaos")).toNanos();

        // When
        var killing = CompletableFuture.runAsync(() -> killUntil(end, platform), Thread::startVirtualThread);
        for (int number = 1; System.nanoTime() < end; number++) {
            load.startOne(number);
        }
        killing.join();
        platform.up(COPIES, ProgressListener.silent());

        // Then
        System.out.println("[chaos] started " + load.expected().size() + " executions");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(ends(console)).isEqualTo(load.expected()));
        requireOnce(new Bus(platform.bootstrapServers()), load.expected());
        assertThat(console.deadLetters(null, null, null, 100)).isEmpty();
        assertThat(platform.status()).extracting(ComponentStatus::state).containsOnly(ComponentStatus.State.READY);
    }

    private static void killUntil(long end, LocalPlatform platform) {
        var random = new Random(SEED + 1);
        while (System.nanoTime() < end) {
            String victim = VICTIMS.get(random.nextInt(VICTIMS.size()));
            Duration away = Duration.ofMillis(random.nextInt(4000));
            Duration pause = Duration.ofMillis(500 + random.nextInt(4000));
            boolean killed = platform.kill(victim);
            System.out.println("[chaos] killed " + victim + (killed ? "" : " (did not run)") + ", away for "
                    + away.toMillis() + " ms and its start");
            rest(away);
            platform.start(victim, ProgressListener.silent());
            rest(pause);
        }
    }

    /// What passes between two kills is part of the test.
    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// What every execution there is has come to, by pages: one question for each would be more than the console
    /// allows.
    private static Map<String, ExecutionStatus> ends(ConsoleClient console) {
        var ends = new HashMap<String, ExecutionStatus>();
        List<ExecutionLine> page = console.executions(null, null, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(line -> ends.put(line.id(), line.status()));
            page = console.executions(null, null, page.getLast().id(), PAGE);
        }
        return ends;
    }

    /// One acceptance, one start and one end of each; no operation asked for twice.
    private static void requireOnce(Bus bus, Map<String, ExecutionStatus> expected) {
        List<Message> events = bus.messages(Topic.EXECUTION_EVENTS);
        for (var type : List.of(ExecutionEvent.Accepted.class, ExecutionEvent.Finished.class)) {
            assertThat(keys(events.stream().filter(type::isInstance)))
                    .as(type.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        assertThat(keys(events.stream().filter(ExecutionEvent.Started.class::isInstance)))
                .doesNotHaveDuplicates();
        assertThat(bus.messages(Topic.DEPLOYMENT_COMMANDS).stream()
                        .filter(DeploymentCommand.Start.class::isInstance)
                        .map(command -> ((DeploymentCommand.Start) command)
                                .operationId()
                                .value())
                        .toList())
                .doesNotHaveDuplicates();
    }

    private static List<String> keys(Stream<Message> messages) {
        return messages.map(Message::key).collect(Collectors.toList());
    }
}
