package io.gennaker.judgement.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.Callback;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Files;
import io.gennaker.outbox.LeaseLost;
import io.gennaker.outbox.testing.FakeRunningOperation;
import io.gennaker.outbox.testing.InMemoryOutbox;
import io.gennaker.outbox.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A file is brought once, whatever dies in between; and in time, or not at all.
class FileFetchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final FileSource SOURCE = new FileSource.GitFile("github.com/acme/shop", "main", "a.yaml");
    private static final Files.Brought BROUGHT = new Files.Brought("kind: A\n", "c0ffee", null);

    private static final CalloutRun.Taken NO_CALLBACK = (status, outbox) -> {
        throw new AssertionError("a file has no callback");
    };

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryOutbox outbox = new InMemoryOutbox();
    private final ExecutionId execution = new ExecutionId("shop-1");
    private final OperationId id = OperationId.of(execution, "artifacts", "config", 1);
    private final CalloutCommand.Start start =
            new CalloutCommand.Start(execution, id, new CalloutTask.FetchFile(SOURCE), NOW.plus(Duration.ofMinutes(2)));
    private final FakeRunningOperation operation =
            new FakeRunningOperation(id.value(), execution.value(), "", clock, outbox);

    private void run(Files files) throws InterruptedException {
        new CalloutRun(operation, start, new NoCallbacks(), NO_CALLBACK, clock).fetch(SOURCE, files);
    }

    private static final class NoCallbacks implements CallbackStore {
        @Override
        public void add(ExecutionId execution, OperationId id, CallWebhook task) {
            throw new AssertionError("a file has no callback");
        }

        @Override
        public Optional<Callback> find(OperationId id) {
            return Optional.empty();
        }

        @Override
        public void answered(OperationId id, int status) {
            throw new AssertionError("a file has no callback");
        }

        @Override
        public void unwanted(OperationId id) {
            throw new AssertionError("a file has no callback");
        }

        @Override
        public boolean end(OperationId id, Instant at) {
            throw new AssertionError("a file has no callback");
        }
    }

    private List<CalloutEvent> events() {
        return outbox.sent().stream().map(CalloutEvent.class::cast).toList();
    }

    @Test
    void shouldTellOnceWhenItDiesBetweenTheFetchAndTheWrite() throws InterruptedException {
        // Given
        assertThatThrownBy(() -> run(_ -> {
                    operation.loseLease();
                    return BROUGHT;
                }))
                .isInstanceOf(LeaseLost.class);
        assertThat(events()).isEmpty();
        operation.nextAttempt();

        // When
        run(_ -> BROUGHT);
        assertThatThrownBy(() -> run(_ -> BROUGHT)).isInstanceOf(LeaseLost.class);

        // Then
        assertThat(events())
                .containsExactly(new CalloutEvent.Fetched(
                        execution, id, "c0ffee", null, Digest.of("kind: A\n"), CompressedText.of("kind: A\n"), NOW));
    }

    @Test
    void shouldAskAgainUntilTheHostIsBack() throws InterruptedException {
        // Given
        Deque<CallFailed> failures =
                new ArrayDeque<>(List.of(CallFailed.noAnswer("answered 503"), CallFailed.noAnswer("answered 503")));

        // When
        while (!operation.completed()) {
            run(_ -> {
                CallFailed failure = failures.poll();
                if (failure != null) {
                    throw failure;
                }
                return BROUGHT;
            });
            goOn();
        }

        // Then
        assertThat(events())
                .hasSize(3)
                .first()
                .isEqualTo(new CalloutEvent.Progressed(
                        execution, id, "github.com/acme/shop a.yaml at main: answered 503, attempt 1", NOW));
        assertThat(events().getLast()).isInstanceOf(CalloutEvent.Fetched.class);
    }

    @Test
    void shouldEndAtTheDeadlineWithWhatWasWrongLast() throws InterruptedException {
        // When
        while (!operation.completed()) {
            run(_ -> {
                throw CallFailed.noAnswer("host 'github.com' is not known");
            });
            goOn();
        }

        // Then
        assertThat(events().getLast()).isInstanceOfSatisfying(CalloutEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.TIMED_OUT);
            assertThat(failed.reason())
                    .startsWith("github.com/acme/shop a.yaml at main: not brought in time")
                    .contains("host 'github.com' is not known");
        });
        assertThat(clock.instant()).isEqualTo(start.deadline());
    }

    @Test
    void shouldNotAskAgainForWhatCanNeverBeHad() throws InterruptedException {
        // When
        run(_ -> {
            throw CallFailed.refused("the commit has no a.yaml");
        });

        // Then
        assertThat(events()).singleElement().isInstanceOfSatisfying(CalloutEvent.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
            assertThat(failed.reason()).isEqualTo("github.com/acme/shop a.yaml at main: the commit has no a.yaml");
        });
    }

    private void goOn() {
        if (operation.pausedUntil() != null) {
            clock.set(operation.pausedUntil());
            operation.nextAttempt();
        }
    }
}
