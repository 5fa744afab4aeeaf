package io.gennaker.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.TestBus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What must be true when all is quiet again: each message applied once and in order, each forwarded once and in
/// order to those who ignore repetitions, each operation and each timer done once.
final class Ledger {
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

    private final FreshDatabase database;
    private final TestBus bus;

    Ledger(FreshDatabase database, TestBus bus) {
        this.database = database;
        this.bus = bus;
    }

    /// Waits until all that was published is dealt with, to the last row.
    void awaitQuiet(int lastNumber) {
        int messages = lastNumber * Load.KEYS.size();
        await("all applied, sent, run and fired")
                .atMost(QUIET_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(List.of(
                                database.value("select count(*) from applied where what ~ '^[0-9]+$'"),
                                database.value("select count(*) from gennaker_outbox"),
                                database.value("select count(*) from gennaker_operation where ended_at is null"),
                                database.value("select count(*) from gennaker_timer")))
                        .containsExactly(Integer.toString(messages), "0", "0", "0"));
    }

    void check(int lastNumber) {
        List<Envelope> sent = firstOccurrences();
        for (String key : Load.KEYS) {
            checkState(key, lastNumber);
            checkSent(
                    sent.stream()
                            .filter(envelope -> envelope.message().key().equals(key))
                            .map(envelope -> ((ExecutionEvent.CancelRequested) envelope.message()).reason())
                            .toList(),
                    lastNumber);
        }
        assertThat(bus.records(Topic.DEAD_LETTERS)).isEmpty();
    }

    private void checkState(String key, int lastNumber) {
        var applied = List.of(
                database.value("select string_agg(what, ',' order by id) from applied where key = '" + key + "'")
                        .split(","));
        assertComplete(applied, lastNumber);
    }

    private static void checkSent(List<String> sent, int lastNumber) {
        assertComplete(sent, lastNumber);
    }

    private static void assertComplete(List<String> facts, int lastNumber) {
        assertThat(only(facts, fact -> Character.isDigit(fact.charAt(0))))
                .as("messages, in order")
                .containsExactlyElementsOf(numbers(lastNumber));
        assertThat(only(facts, fact -> fact.startsWith("timer")))
                .as("timers")
                .containsExactlyInAnyOrderElementsOf(numbers(lastNumber).stream()
                        .filter(number -> number.endsWith("5"))
                        .map(number -> "timer " + number)
                        .toList());
        for (String step : List.of("begun", "ended")) {
            assertThat(only(facts, fact -> fact.startsWith("operation") && fact.endsWith(step)))
                    .as("operations %s", step)
                    .containsExactlyInAnyOrderElementsOf(numbers(lastNumber).stream()
                            .filter(number -> number.endsWith("0"))
                            .map(number -> "operation " + number + " " + step)
                            .toList());
        }
    }

    private static List<String> only(List<String> facts, Predicate<String> wanted) {
        return facts.stream().filter(wanted).toList();
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    /// As a receiver with an inbox sees it.
    private List<Envelope> firstOccurrences() {
        var known = new HashSet<String>();
        return bus.messages(Topic.EXECUTION_EVENTS).stream()
                .filter(envelope -> known.add(envelope.id()))
                .toList();
    }
}
