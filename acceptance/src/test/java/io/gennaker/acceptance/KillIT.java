package io.gennaker.acceptance;

import static io.gennaker.acceptance.Moment.StepRuns.forward;
import static io.gennaker.acceptance.Moment.StepRuns.goingBack;
import static io.gennaker.acceptance.Moment.StepRuns.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.ExecutionLine;
import io.gennaker.cli.demo.Demo;
import io.gennaker.cli.demo.DemoReport;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every service is killed at times that matter, and the demo ends the same; everything is killed, and nothing is lost.
///
/// One platform for all, in this order: the later tests look at what the demo has left.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<Kill> WHILE_THE_GOOD_IMAGE_IS_DELIVERED = List.of(
            new Kill("trigger", new Moment.Published()),
            new Kill("orchestrator", forward("replica", "apply")),
            new Kill("deployer", forward("canary", "shift-10")),
            new Kill("analysis", saying("gathering data", "canary", "analyse-10")),
            new Kill("console", forward("canary", "analyse-33")),
            new Kill("judgement", new Moment.QuestionOpen()),
            new Kill("deployer", forward("canary", "promote")),
            new Kill("trigger", new Moment.Ended()));

    private static final List<Kill> WHILE_THE_BAD_IMAGE_IS_TAKEN_BACK = List.of(
            new Kill("orchestrator", saying("gathering data", "canary", "analyse-10")),
            new Kill("deployer", goingBack("canary", "remove-variants")));

    private static final AcceptancePlatform ACCEPTANCE = new AcceptancePlatform();

    @BeforeAll
    static void up() throws IOException {
        ACCEPTANCE.upAnew();
    }

    @AfterAll
    static void down() {
        ACCEPTANCE.open().down(ProgressListener.silent());
    }

    @Test
    @Order(1)
    void shouldEndTheDemoTheSameWhenEachServiceIsKilledMeanwhile() {
        // Given
        LocalPlatform platform = ACCEPTANCE.open();
        try (var victims = new Victims(platform)) {
            var killing = new KillingObserver(
                    victims, List.of(WHILE_THE_GOOD_IMAGE_IS_DELIVERED, WHILE_THE_BAD_IMAGE_IS_TAKEN_BACK));
            var demo = new Demo(ACCEPTANCE.session(), platform, killing);

            // When
            DemoReport report = demo.run(ACCEPTANCE.example());

            // Then
            victims.awaitStarts();
            assertThat(report.problems()).isEmpty();
            assertThat(report.failedRequests()).isZero();
            assertThat(report.deliveries())
                    .extracting(DemoReport.DeliveryReport::status)
                    .containsExactly(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED);
            assertThat(killing.done())
                    .extracting(DoneKill::kill)
                    .containsExactlyElementsOf(Stream.concat(
                                    WHILE_THE_GOOD_IMAGE_IS_DELIVERED.stream(),
                                    WHILE_THE_BAD_IMAGE_IS_TAKEN_BACK.stream())
                            .toList());
            List<Execution> ends = report.deliveries().stream()
                    .map(delivery -> console().execution(delivery.executionId()).orElseThrow())
                    .toList();
            assertThat(killing.done())
                    .allSatisfy(kill -> assertThat(ends.get(kill.delivery()))
                            .as("%s at %s", kill.kill(), kill.at())
                            .matches(end -> kill.kill().moment().lasted(end, kill.at()), "the moment lasted then"));
            assertThat(console().executions("shop", null, null, 100))
                    .as("each push started one execution")
                    .hasSize(2);
        }
    }

    /// Each with an image that does not run yet, so that there are pods to wait for.
    @ParameterizedTest
    @EnabledIfSystemProperty(
            named = "gennaker.test.outages",
            matches = "true",
            disabledReason = "takes minutes: -Dgennaker.test.outages=true")
    @Order(2)
    @CsvSource({"postgres, v2", "kafka, v1", "clusters, v2"})
    void shouldGoOnWhenWhatItNeedsWasAway(String component, String tag) {
        // Given
        LocalPlatform platform = ACCEPTANCE.open();
        ConsoleClient console = console().persisting(PATIENCE);
        String image = executions(console).stream()
                .flatMap(line -> line.images().stream())
                .filter(candidate -> candidate.contains(":" + tag))
                .findFirst()
                .orElseThrow();
        String running = console.start("shop-install", Map.of(), Map.of("shop", image), Map.of(), null);
        console.follow(running, PATIENCE, forward("production", "apply")::isReached);

        // When
        assertThat(platform.kill(component)).isTrue();
        awaitComplaint(platform, component, console, running);
        platform.start(component, ProgressListener.silent());

        // Then
        assertThat(console.follow(running, PATIENCE, Execution::finished).status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(platform.status())
                        .extracting(ComponentStatus::state)
                        .containsOnly(ComponentStatus.State.READY));
    }

    /// A cluster that is away is said at the step that waits for it; what every service needs, by its readiness.
    private static void awaitComplaint(
            LocalPlatform platform, String component, ConsoleClient console, String execution) {
        if (component.equals("clusters")) {
            console.follow(execution, PATIENCE, saying("API server", "production", "apply")::isReached);
        } else {
            await().atMost(PATIENCE)
                    .until(() -> platform.status("orchestrator").state() != ComponentStatus.State.READY);
        }
    }

    @Test
    @Order(3)
    void shouldComeBackWithAllStateWhenEverythingIsKilled() {
        // Given
        ConsoleClient console = console();
        List<ExecutionLine> ended = executions(console);
        Map<String, String> definitions = definitions(console);
        ExecutionLine install = ended.stream()
                .filter(line -> "shop-install".equals(line.pipeline()))
                .findFirst()
                .orElseThrow();
        String running = console.start(
                "shop-install", Map.of(), Map.of("shop", install.images().getFirst()), Map.of(), null);
        console.follow(running, PATIENCE, forward("production", "apply")::isReached);
        ACCEPTANCE.killEverything(ACCEPTANCE.open());

        // When
        ACCEPTANCE.up(ACCEPTANCE.open());

        // Then
        ConsoleClient again = console();
        assertThat(again.follow(running, PATIENCE, Execution::finished).status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(executions(again)).containsAll(ended).hasSize(ended.size() + 1);
        assertThat(definitions(again)).isEqualTo(definitions);
    }

    @Test
    @Order(4)
    void shouldChangeNothingWhenEverythingRuns() {
        // Given
        Map<String, Long> before = processes();

        // When
        ACCEPTANCE.up(ACCEPTANCE.open());

        // Then
        assertThat(processes()).isEqualTo(before);
        assertThat(ACCEPTANCE.open().status())
                .extracting(ComponentStatus::state)
                .containsOnly(ComponentStatus.State.READY);
    }

    /// Of the whole run: passwords, tokens and keys are named by file, and stand nowhere else; nor do secrets that
    /// people write into manifests and patches, and what a Secret of a cluster holds.
    @Test
    @Order(5)
    void shouldHoldNoSecretInRecordsRowsLogsAndAnswers() throws Exception {
        // Given
        var planted = new PlantedSecrets(console(), ACCEPTANCE.open());
        assertThat(planted.plant()).isEqualTo(ExecutionStatus.FAILED);
        var sweep = ACCEPTANCE.sweep(planted.values());

        // When
        List<String> leaks = sweep.leaks();

        // Then
        System.out.println("looked for " + sweep.secrets() + " in " + sweep.looked());
        assertThat(leaks).isEmpty();
        assertThat(sweep.secrets())
                .contains("webhook-secret", "console-token", "database-superuser", "in-a-patch", "in-the-cluster");
        assertThat(sweep.looked()).containsOnlyKeys("records", "rows", "logs", "answers");
        assertThat(sweep.looked().get("records")).isGreaterThan(100);
    }

    private static ConsoleClient console() {
        return ACCEPTANCE.session().localConsole(ACCEPTANCE.open());
    }

    private static List<ExecutionLine> executions(ConsoleClient console) {
        return console.executions(null, null, null, 100);
    }

    /// Digests by kind and name.
    private static Map<String, String> definitions(ConsoleClient console) {
        var digests = new HashMap<String, String>();
        console.definitions().forEach(line -> digests.put(line.kind() + "/" + line.name(), line.digest()));
        return digests;
    }

    private static Map<String, Long> processes() {
        var pids = new HashMap<String, Long>();
        ACCEPTANCE
                .open()
                .status()
                .forEach(status -> pids.put(status.name(), status.pid().orElseThrow()));
        return pids;
    }
}
