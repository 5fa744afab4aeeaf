package io.gennaker.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every implementation of the store must do.
abstract class StoreContract {
    private static final Duration LEASE = Duration.ofMillis(400);
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Cause CAUSE =
            new Cause("message-1", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    /// The store under test, empty.
    abstract Store store();

    /// Lets time pass for the store.
    abstract void pass(Duration time);

    /// The time by which resumption and timers are set.
    abstract Instant now();

    // ---- transactions

    @Test
    void shouldKeepNothingWhenTransactionFails() {
        // Given
        var store = store();

        // When
        assertThatThrownBy(() -> store.transactions().call(() -> {
                    store.inbox().remember(List.of(message("a")));
                    store.outbox().append(List.of(record("k", "1")));
                    store.operations().insert(operation("o"));
                    store.timers().change(List.of(), List.of(timer("t", "k", Duration.ZERO)));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        // Then
        assertThat(store.inbox().remember(List.of(message("a")))).containsExactly(message("a"));
        assertThat(store.outbox().oldest(1000)).isEmpty();
        assertThat(store.operations().claim("me", LEASE, 10)).isEmpty();
        assertThat(store.timers().due(10)).isEmpty();
    }

    // ---- inbox

    @Test
    void shouldTellNewMessagesWhenSomeAreKnown() {
        // Given
        var store = store();
        store.inbox().remember(List.of(message("a"), message("b")));

        // When
        var fresh = store.inbox().remember(List.of(message("c"), message("b"), message("c")));

        // Then
        assertThat(fresh).containsExactly(message("c"));
    }

    @Test
    void shouldTellMessagesApartWhenOnlyTheirSourceDiffers() {
        // Given
        var store = store();
        store.inbox().remember(List.of(new MessageIdentity("/one", "a")));

        // When
        var fresh = store.inbox().remember(List.of(new MessageIdentity("/two", "a")));

        // Then
        assertThat(fresh).hasSize(1);
    }

    @Test
    void shouldGiveEachMessageToOneTransactionWhenManyRace() throws Exception {
        // Given
        var store = store();
        var batch = IntStream.range(0, 50).mapToObj(i -> message("m" + i)).toList();

        // When
        List<Set<MessageIdentity>> taken = race(
                6,
                replica -> store.transactions().call(() -> {
                    var order = new ArrayList<>(batch);
                    if (replica % 2 == 1) {
                        Collections.reverse(order);
                    }
                    return store.inbox().remember(order);
                }));

        // Then
        var all = taken.stream().flatMap(Set::stream).toList();
        assertThat(all).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void shouldForgetOldMessagesInBatchesWhenAsked() {
        // Given
        var store = store();
        store.inbox().remember(List.of(message("a"), message("b"), message("c")));
        pass(SOON);
        store.inbox().remember(List.of(message("young")));

        // When
        int first = store.inbox().forget(SOON.dividedBy(2), 2);
        int second = store.inbox().forget(SOON.dividedBy(2), 2);

        // Then
        assertThat(first).isEqualTo(2);
        assertThat(second).isEqualTo(1);
        assertThat(store.inbox().remember(List.of(message("a"), message("young"))))
                .containsExactly(message("a"));
    }

    // ---- outbox

    @Test
    void shouldGiveRecordsAsAddedWhenAskedForTheOldest() {
        // Given
        var store = store();
        var odd = new BusRecord(
                "topic", null, List.of(Header.of("name", "vä\0lue"), new Header("raw", new byte[] {-1, 0, 7})), null);

        // When
        store.transactions().call(() -> {
            store.outbox().append(List.of(record("k", "1"), odd, record("k", "2")));
            return true;
        });

        // Then
        var rows = store.outbox().oldest(1000);
        assertThat(records(rows)).extracting(StoreContract::text).containsExactly("1", "", "2");
        assertThat(rows).extracting(OutboxRow::id).isSorted().doesNotHaveDuplicates();
        assertThat(records(rows).get(0)).usingRecursiveComparison().isEqualTo(record("k", "1"));
        assertThat(records(rows).get(1)).usingRecursiveComparison().isEqualTo(odd);
    }

    @Test
    void shouldBoundWhatItGivesWhenThereIsMore() {
        // Given
        var store = store();
        int length = 600_000;
        store.outbox().append(List.of(record("k", noise(length)), record("k", noise(length))));
        store.outbox().append(List.of(record("k", "1")));

        // Then
        assertThat(records(store.outbox().oldest(10L * length))).hasSize(3);
        assertThat(records(store.outbox().oldest(length)))
                .extracting(StoreContract::text)
                .doesNotContain("1");
        assertThat(store.outbox().oldest(1)).hasSize(1);
    }

    /// What no store can make smaller by half.
    private static String noise(int length) {
        return new Random(length)
                .ints(length, ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void shouldLeaveTheOthersWhenRecordsAreRemovedOrRefused() {
        // Given
        var store = store();
        store.outbox().append(List.of(record("k", "1"), record("k", "2")));
        store.outbox().append(List.of(record("k", "3"), record("k", "4")));
        var first = store.outbox().oldest(1000).getFirst();

        // When
        store.outbox()
                .remove(List.of(first.id()), List.of(new Refusal(first.records().get(1), "too large")));

        // Then
        assertThat(records(store.outbox().oldest(1000)))
                .extracting(StoreContract::text)
                .containsExactly("3", "4");
        assertThat(store.outbox().backlog()).satisfies(backlog -> {
            assertThat(backlog.rows()).isEqualTo(2);
            assertThat(backlog.refused()).isEqualTo(1);
        });
    }

    @Test
    void shouldTellAgeOfTheOldestWhenRecordsWait() {
        // Given
        var store = store();
        assertThat(store.outbox().backlog()).isEqualTo(new OutboxBacklog(0, Duration.ZERO, 0));
        store.outbox().append(List.of(record("k", "1")));

        // When
        pass(SOON);

        // Then
        assertThat(store.outbox().backlog().oldest()).isGreaterThanOrEqualTo(SOON);
    }

    @Test
    void shouldOrderIdsOfAKeyByCommitWhenTransactionsRace() throws Exception {
        // Given
        var store = store();
        var committed = new ArrayList<String>();

        // When: each transaction adds to the keys in an order of its own, and notes its commit while it is still alone
        race(8, replica -> {
            for (int i = 0; i < 10; i++) {
                String name = replica + "/" + i;
                var records = new ArrayList<>(List.of(record("a", name), record("b", name), record("c", name)));
                Collections.rotate(records, replica);
                store.transactions().call(() -> {
                    store.outbox().append(records);
                    synchronized (committed) {
                        committed.add(name);
                    }
                    return true;
                });
            }
            return true;
        });

        // Then
        for (String key : List.of("a", "b", "c")) {
            assertThat(records(store.outbox().oldest(1_000_000)))
                    .filteredOn(record -> key.equals(new String(record.key(), StandardCharsets.UTF_8)))
                    .extracting(StoreContract::text)
                    .containsExactlyElementsOf(committed);
        }
    }

    // ---- operations

    @Test
    void shouldRecordOperationOnceWhenSubmittedTwice() {
        // Given
        var store = store();

        // Then
        assertThat(store.operations().insert(operation("o"))).isTrue();
        assertThat(store.operations().insert(operation("o"))).isFalse();
        assertThat(store.operations().claim("me", LEASE, 10))
                .containsExactly(new ClaimedOperation(new Lease("o", 1), "key", "command", null, 1, 0, false, CAUSE));
    }

    @Test
    void shouldNotGiveOperationWhileItsLeaseHolds() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        store.operations().claim("one", LEASE, 10);

        // Then
        assertThat(store.operations().claim("two", LEASE, 10)).isEmpty();
    }

    @Test
    void shouldHandOverFromRecordedStateWhenLeaseRunsOut() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease first = store.operations().claim("one", LEASE, 10).getFirst().lease();
        store.operations().checkpoint(first, "half", LEASE);

        // When
        pass(LEASE);
        var second = store.operations().claim("two", LEASE, 10).getFirst();

        // Then
        assertThat(second.state()).isEqualTo("half");
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.lease().token()).isGreaterThan(first.token());
    }

    @Test
    void shouldChangeNothingWhenLeaseIsAnothers() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lost = store.operations().claim("one", LEASE, 10).getFirst().lease();
        pass(LEASE);
        Lease held = store.operations()
                .claim("two", LEASE.multipliedBy(10), 10)
                .getFirst()
                .lease();

        // Then
        assertThat(store.operations().checkpoint(lost, "late", LEASE)).isFalse();
        assertThat(store.operations().pause(lost, "late", now())).isFalse();
        assertThat(store.operations().complete(lost)).isFalse();
        assertThat(store.operations().release(lost)).isFalse();
        assertThat(store.operations().retryAfter(lost, SOON, "late")).isFalse();
        assertThat(store.operations().renew(List.of(lost), LEASE)).isEmpty();
        assertThat(store.operations().renew(List.of(held), LEASE)).containsExactly(new HeldLease(held, true, false));
    }

    @Test
    void shouldKeepLeaseWhenRenewed() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();

        // When
        store.operations().renew(List.of(lease), LEASE.multipliedBy(10));
        pass(LEASE);

        // Then
        assertThat(store.operations().claim("two", LEASE, 10)).isEmpty();
        assertThat(store.operations().complete(lease)).isTrue();
    }

    @Test
    void shouldNeverGiveOperationAgainWhenItHasEnded() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();

        // When
        store.operations().complete(lease);
        pass(LEASE);

        // Then
        assertThat(store.operations().claim("two", LEASE, 10)).isEmpty();
        assertThat(store.operations().insert(operation("o"))).isFalse();
        assertThat(store.operations().requestCancel("o")).isEqualTo(new CancelOutcome.Nothing());
        assertThat(store.operations().complete(lease)).isFalse();
        assertThat(store.operations().untilNext()).isEmpty();
    }

    @Test
    void shouldResumeWhenPauseIsOver() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();

        // When
        store.operations().pause(lease, "waiting", now().plus(SOON));

        // Then
        assertThat(store.operations().claim("two", LEASE, 10)).isEmpty();
        assertThat(store.operations().untilNext())
                .hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(SOON));
        pass(SOON);
        assertThat(store.operations().claim("two", LEASE, 10))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.state()).isEqualTo("waiting"));
    }

    @Test
    void shouldResumeAtOnceWhenCancelledInPause() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();
        store.operations().pause(lease, "waiting", now().plus(Duration.ofDays(1)));

        // When
        var outcome = store.operations().requestCancel("o");

        // Then
        assertThat(outcome).isEqualTo(new CancelOutcome.Due());
        assertThat(store.operations().claim("two", LEASE, 10))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.cancelRequested()).isTrue());
    }

    @Test
    void shouldResumeAtOnceWhenPausedAfterCancel() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();
        store.operations().requestCancel("o");

        // When
        store.operations().pause(lease, "waiting", now().plus(Duration.ofDays(1)));

        // Then
        assertThat(store.operations().claim("two", LEASE, 10)).hasSize(1);
    }

    @Test
    void shouldTellOwnerWhenRunningOperationIsCancelled() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();

        // When
        var outcome = store.operations().requestCancel("o");

        // Then
        assertThat(outcome).isEqualTo(new CancelOutcome.RunsAt("one"));
        assertThat(store.operations().renew(List.of(lease), LEASE)).containsExactly(new HeldLease(lease, true, true));
        assertThat(store.operations().requestCancel("unknown")).isEqualTo(new CancelOutcome.Nothing());
    }

    @Test
    void shouldCountFailuresUntilThereIsProgress() {
        // Given
        var store = store();
        store.operations().insert(operation("o"));
        Lease first = store.operations().claim("one", LEASE, 10).getFirst().lease();
        store.operations().retryAfter(first, SOON, "broken");
        assertThat(store.operations().claim("one", LEASE, 10)).isEmpty();
        pass(SOON);

        // When
        var second = store.operations().claim("one", LEASE, 10).getFirst();

        // Then
        assertThat(second.failures()).isEqualTo(1);
        store.operations().checkpoint(second.lease(), "half", LEASE);
        store.operations().release(second.lease());
        assertThat(store.operations().claim("one", LEASE, 10).getFirst().failures())
                .isZero();
    }

    @Test
    void shouldGiveEachOperationToOneOwnerWhenManyRace() throws Exception {
        // Given
        var store = store();
        for (int i = 0; i < 40; i++) {
            store.operations().insert(operation("o" + i));
        }

        // When
        var claims = race(6, replica -> {
            var mine = new ArrayList<String>();
            for (int i = 0; i < 10; i++) {
                store.operations()
                        .claim("r" + replica, Duration.ofMinutes(1), 3)
                        .forEach(claimed -> mine.add(claimed.lease().operation()));
            }
            return mine;
        });

        // Then
        var all = claims.stream().flatMap(List::stream).toList();
        assertThat(all).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldForgetOnlyWhatEndedLongAgo() {
        // Given
        var store = store();
        store.operations().insert(operation("ended"));
        Lease lease = store.operations().claim("one", LEASE, 10).getFirst().lease();
        store.operations().complete(lease);
        store.operations().insert(operation("waiting"));
        pass(SOON);

        // When
        int forgotten = store.operations().forget(SOON.dividedBy(2), 10);

        // Then
        assertThat(forgotten).isEqualTo(1);
        assertThat(store.operations().insert(operation("ended"))).isTrue();
        assertThat(store.operations().insert(operation("waiting"))).isFalse();
    }

    // ---- timers

    @Test
    void shouldGiveTimerOnceWhenItsTimeHasCome() {
        // Given
        var store = store();
        var timer = timer("t", "k", SOON);
        store.timers().change(List.of(), List.of(timer));
        assertThat(store.timers().due(10)).isEmpty();
        assertThat(store.timers().untilNext())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofNanos(1), SOON));

        // When
        pass(SOON);
        var due = store.timers().due(10).getFirst();

        // Then
        assertThat(store.timers().take(due)).contains(timer);
        assertThat(store.timers().take(due)).isEmpty();
        assertThat(store.timers().untilNext()).isEmpty();
    }

    @Test
    void shouldNotGiveTimerWhenItWasSetAnewOrCancelled() {
        // Given
        var store = store();
        store.timers().change(List.of(), List.of(timer("anew", "k", Duration.ZERO)));
        store.timers().change(List.of(), List.of(timer("gone", "k", Duration.ZERO)));
        store.timers().change(List.of(), List.of(timer("also-gone", "other", Duration.ZERO)));
        var due = store.timers().due(10);

        // When
        store.timers().change(List.of("gone"), List.of(timer("anew", "k", Duration.ofDays(1))));
        store.timers().removeAll(List.of("other"));

        // Then
        assertThat(due)
                .hasSize(3)
                .allSatisfy(timer -> assertThat(store.timers().take(timer)).isEmpty());
    }

    @Test
    void shouldSetOnlyTimersThatAreMissing() {
        // Given
        var store = store();
        var there = timer("there", "k", Duration.ZERO);
        store.timers().change(List.of(), List.of(there));

        // When
        store.timers().addMissing(List.of(timer("there", "k", Duration.ofDays(1)), timer("lost", "k", Duration.ZERO)));

        // Then
        assertThat(store.timers().due(10)).extracting(DueTimer::id).containsExactlyInAnyOrder("there", "lost");
        assertThat(store.timers().take(new DueTimer("there", "k", 0))).contains(there);
    }

    @Test
    void shouldComeAgainLaterWhenFiringFailed() {
        // Given
        var store = store();
        var timer = timer("t", "k", Duration.ZERO);
        store.timers().change(List.of(), List.of(timer));

        // When
        store.timers().retryAfter("t", SOON);

        // Then
        assertThat(store.timers().due(10)).isEmpty();
        pass(SOON);
        assertThat(store.timers().due(10)).containsExactly(new DueTimer("t", "k", 1));
        assertThat(store.timers().take(new DueTimer("t", "k", 1))).contains(timer);
    }

    @Test
    void shouldFireEachTimerOnceAndOneOfAKeyAtATimeWhenReplicasRace() throws Exception {
        // Given
        var store = store();
        for (int i = 0; i < 30; i++) {
            store.timers().change(List.of(), List.of(timer("t" + i, "k" + i % 3, Duration.ZERO)));
        }
        var firing = new HashSet<String>();
        var overlaps = new ArrayList<String>();

        // When
        var fired = race(5, _ -> {
            var mine = new ArrayList<String>();
            while (!store.timers().due(30).isEmpty()) {
                for (DueTimer due : store.timers().due(30)) {
                    store.transactions().call(() -> {
                        store.timers().take(due).ifPresent(timer -> {
                            synchronized (firing) {
                                if (!firing.add(timer.key())) {
                                    overlaps.add(timer.id());
                                }
                            }
                            mine.add(timer.id());
                            // a while in which the others try too
                            store.outbox().backlog();
                            synchronized (firing) {
                                firing.remove(timer.key());
                            }
                        });
                        return true;
                    });
                }
            }
            return mine;
        });

        // Then
        assertThat(overlaps).isEmpty();
        assertThat(fired.stream().flatMap(List::stream).toList()).hasSize(30).doesNotHaveDuplicates();
    }

    // ---- material

    private static MessageIdentity message(String id) {
        return new MessageIdentity("/test", id);
    }

    private static BusRecord record(String key, String value) {
        return new BusRecord(
                "topic",
                key.getBytes(StandardCharsets.UTF_8),
                List.of(Header.of("ce_id", value)),
                value.getBytes(StandardCharsets.UTF_8));
    }

    private static List<BusRecord> records(List<OutboxRow> rows) {
        return rows.stream().flatMap(row -> row.records().stream()).toList();
    }

    private static String text(BusRecord record) {
        byte[] value = record.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    static NewOperation operation(String id) {
        return new NewOperation(id, "key", "command", CAUSE);
    }

    TimerRow timer(String id, String key, Duration in) {
        return new TimerRow(id, key, now().plus(in).truncatedTo(ChronoUnit.MICROS), "payload", CAUSE);
    }

    /// Runs the work of several replicas at the same moment.
    private static <T> List<T> race(int replicas, Replica<T> work) throws Exception {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(replicas)) {
            List<Future<T>> results = IntStream.range(0, replicas)
                    .mapToObj(replica -> threads.submit((Callable<T>) () -> {
                        go.await();
                        return work.run(replica);
                    }))
                    .toList();
            go.countDown();
            var all = new ArrayList<T>();
            for (Future<T> result : results) {
                all.add(result.get());
            }
            return all;
        }
    }

    private interface Replica<T> {
        T run(int replica) throws Exception;
    }
}
