package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import io.gennaker.outbox.store.OperationTable;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationRunnerTest {
    private static final OperationSettings SETTINGS =
            new OperationSettings(2, Duration.ofSeconds(15), EngineFixture.BACKOFF);
    private static final OperationSettings SHORT_LEASE =
            new OperationSettings(2, Duration.ofMillis(300), EngineFixture.BACKOFF);

    private final EngineFixture fixture = new EngineFixture();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final OperationRunner runner = runner("me", this::work);
    private final StoredOperations operations =
            new StoredOperations(fixture.store, fixture.wakeups.operations(), "me", runner::cancelled);

    private OperationRunner runner(String owner, OperationHandler handler) {
        return new OperationRunner(fixture.units, handler, owner, SETTINGS);
    }

    /// What the command says.
    private void work(RunningOperation operation) throws InterruptedException {
        log.add("run " + operation.attempt() + " from " + operation.state());
        switch (operation.command()) {
            case "complete" -> operation.complete(outbox -> outbox.send(event(operation.key(), "done")));
            case "fail once" -> failOnce(operation);
            case "forget" -> {}
            case "sleep" -> sleep(operation);
            case "told" -> awaitTold(operation);
            case "hang" -> release.await();
            case "pause" -> pauseOnce(operation);
            default -> throw new IllegalArgumentException(operation.command());
        }
    }

    private static void failOnce(RunningOperation operation) {
        if (operation.attempt() == 1) {
            operation.checkpoint("half", outbox -> outbox.send(event(operation.key(), "half")));
            throw new IllegalStateException("broken");
        }
        operation.complete(outbox -> outbox.send(event(operation.key(), "done")));
    }

    private void sleep(RunningOperation operation) throws InterruptedException {
        operation.sleep(Duration.ofMinutes(1));
        log.add("awake, cancel " + operation.cancelRequested());
        operation.complete(outbox -> outbox.send(event(operation.key(), "ended")));
    }

    private void awaitTold(RunningOperation operation) throws InterruptedException {
        var told = new CountDownLatch(1);
        operation.onCancel(told::countDown);
        told.await();
        log.add("told, cancel " + operation.cancelRequested());
        operation.onCancel(() -> log.add("told at once"));
        operation.complete(_ -> {});
    }

    private static void pauseOnce(RunningOperation operation) {
        if (operation.state() == null) {
            operation.pause("waiting", Instant.parse("2019-10-21T14:00:00Z"));
        } else {
            operation.complete(_ -> {});
        }
    }

    @AfterEach
    void end() {
        release.countDown();
        runner.stop();
    }

    @Test
    void shouldSendOutcomeOnceWhenCompleted() {
        // Given
        submit("o", "complete");

        // When
        turn();

        // Then
        assertThat(fixture.sentReasons()).containsExactly("done");
        turn();
        assertThat(log).containsExactly("run 1 from null");
    }

    @Test
    void shouldGoOnFromRecordedStateWhenRunFails() {
        // Given
        submit("o", "fail once");
        turn();
        turn();
        assertThat(log).hasSize(1);

        // When
        fixture.clock.advance(EngineFixture.BACKOFF.first());
        turn();

        // Then
        assertThat(log).containsExactly("run 1 from null", "run 2 from half");
        assertThat(fixture.sentReasons()).containsExactly("half", "done");
    }

    @Test
    void shouldTryAgainWhenHandlerForgetsToEnd() {
        // Given
        submit("o", "forget");
        turn();

        // When
        fixture.clock.advance(EngineFixture.BACKOFF.first());
        turn();

        // Then
        assertThat(log).hasSize(2);
    }

    @Test
    void shouldResumeAtItsTimeWhenPaused() {
        // Given
        submit("o", "pause");
        turn();
        turn();
        assertThat(log).hasSize(1);

        // When
        fixture.clock.advance(Duration.ofHours(1));
        turn();

        // Then
        assertThat(log).containsExactly("run 1 from null", "run 2 from waiting");
    }

    @Test
    void shouldWakeWhenCancelled() {
        // Given
        submit("o", "sleep");
        runner.turn();
        awaitLog(1);

        // When
        fixture.units.run(_ -> operations.cancel("o"));

        // Then
        awaitIdle();
        assertThat(log).last().isEqualTo("awake, cancel true");
        assertThat(fixture.sentReasons()).containsExactly("ended");
    }

    @Test
    void shouldTellWhoWantsToKnowWhenItIsCancelledAndThoseWhoAskLateAtOnce() {
        // Given
        submit("o", "told");
        runner.turn();
        awaitLog(1);

        // When
        fixture.units.run(_ -> operations.cancel("o"));

        // Then
        awaitIdle();
        assertThat(log).endsWith("told, cancel true", "told at once");
    }

    @Test
    void shouldNoticeCancelOfAnotherReplicaWhenRenewing() {
        // Given
        submit("o", "sleep");
        runner.turn();
        awaitLog(1);
        fixture.store.operations().requestCancel("o");

        // When
        runner.renew();

        // Then
        awaitIdle();
        assertThat(log).last().isEqualTo("awake, cancel true");
    }

    @Test
    void shouldWriteNothingWhenLeaseIsLost() {
        // Given
        var failures = new CopyOnWriteArrayList<RuntimeException>();
        var begun = new CountDownLatch(1);
        var late = runner("late", operation -> {
            begun.countDown();
            release.await();
            try {
                operation.complete(outbox -> outbox.send(event(operation.key(), "late")));
            } catch (LeaseLost e) {
                failures.add(e);
                throw e;
            }
        });
        submit("o", "complete");
        late.turn();
        await().until(() -> begun.getCount() == 0);
        fixture.clock.advance(SETTINGS.lease());
        turn();

        // When
        release.countDown();

        // Then
        await().until(() -> late.running() == 0);
        assertThat(failures).hasSize(1);
        assertThat(fixture.sentReasons()).containsExactly("done");
    }

    @Test
    void shouldInterruptRunWhenRenewalFindsLeaseLost() {
        // Given
        submit("o", "hang");
        runner.turn();
        awaitLog(1);
        fixture.clock.advance(SETTINGS.lease());
        fixture.store.operations().claim("another", SETTINGS.lease(), 1);

        // When
        runner.renew();

        // Then
        awaitIdle();
    }

    @Test
    void shouldInterruptRunWhenItsLeaseEndsWhileRenewalGetsNoAnswer() {
        // Given
        var isolated = new OperationRunner(
                fixture.unitsOn(slow("renew", release::await)), this::work, "isolated", SHORT_LEASE);
        submit("o", "hang");
        isolated.turn();
        awaitLog(1);

        // When
        try (var renewal = loop(isolated.renewal(), isolated::renew);
                var watch = loop(new Signal(), isolated::watch)) {
            renewal.start();
            watch.start();

            // Then
            await().atMost(Duration.ofSeconds(60)).until(() -> isolated.running() == 0);
            assertThat(release.getCount()).isEqualTo(1);
            release.countDown();
        }
    }

    @Test
    void shouldCountLeaseFromBeforeTheClaimWhenItsAnswerComesLate() {
        // Given
        var late = new OperationRunner(
                fixture.unitsOn(slow("claim", () -> pass(SHORT_LEASE.lease()))), this::work, "late", SHORT_LEASE);
        submit("o", "hang");
        late.turn();

        // When
        late.watch();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> late.running() == 0);
    }

    /// The fixture's table, whose `method` is only done when `wait` is over.
    private OperationTable slow(String method, ThrowingRunnable wait) {
        return (OperationTable) Proxy.newProxyInstance(
                OperationTable.class.getClassLoader(),
                new Class<?>[] {OperationTable.class},
                (_, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        wait.run();
                    }
                    return called.invoke(fixture.store.operations(), arguments);
                });
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(Duration.ofSeconds(60)).until(() -> true);
    }

    private static Loop loop(Signal signal, Loop.Turn turn) {
        return new Loop("test", EngineFixture.BACKOFF, signal, turn);
    }

    @Test
    void shouldRunNoMoreThanAllowedAtOnce() {
        // Given
        for (String id : List.of("a", "b", "c")) {
            submit(id, "hang");
        }

        // When
        runner.turn();
        runner.turn();

        // Then
        assertThat(runner.running()).isEqualTo(2);
        assertThat(fixture.store.operations().claim("another", SETTINGS.lease(), 5))
                .hasSize(1);
    }

    @Test
    void shouldGiveLeasesBackWhenStopping() {
        // Given
        submit("o", "hang");
        runner.turn();
        awaitLog(1);

        // When
        runner.stop();

        // Then
        assertThat(fixture.store.operations().claim("another", SETTINGS.lease(), 5))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.failures()).isZero());
    }

    @Test
    void shouldSubmitNothingWhenTransactionFails() {
        // Given
        var tries = new AtomicInteger();
        try {
            fixture.units.run(_ -> {
                operations.submit("o", "k", "complete");
                tries.incrementAndGet();
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            tries.incrementAndGet();
        }

        // When
        turn();

        // Then
        assertThat(tries).hasValue(2);
        assertThat(log).isEmpty();
    }

    private void submit(String id, String command) {
        fixture.units.run(_ -> operations.submit(id, "key", command));
    }

    private void turn() {
        runner.turn();
        awaitIdle();
    }

    private void awaitIdle() {
        await().atMost(Duration.ofSeconds(60)).until(() -> runner.running() == 0);
    }

    private void awaitLog(int lines) {
        await().atMost(Duration.ofSeconds(60)).until(() -> log.size() >= lines);
    }
}
