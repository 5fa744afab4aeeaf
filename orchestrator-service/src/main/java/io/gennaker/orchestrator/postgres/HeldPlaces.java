package io.gennaker.orchestrator.postgres;

import static io.gennaker.orchestrator.postgres.Sql.texts;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.execution.ExecutionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The places that one transaction holds. Those that it will probably need are locked with the first, in one order.
final class HeldPlaces {
    private static final String OPEN =
            "select pipeline, id, status, freezing from execution where pipeline = any (?) and ended_at is null order by place";

    private final Sql sql;
    private final TreeSet<String> expected = new TreeSet<>();
    private final Map<String, Concurrency> held = new HashMap<>();
    /// As the database has them; forgotten when this transaction writes.
    private final Map<String, List<Open>> open = new HashMap<>();

    HeldPlaces(Sql sql) {
        this.sql = sql;
    }

    /// An execution that is not over, as the database or the transaction knows it.
    record Open(ExecutionId id, boolean waits, Occupancy.Freezing freezing) {
        static Open of(ExecutionState state) {
            return new Open(
                    state.id(), state.status() == ExecutionStatus.QUEUED, freezing(PostgresExecutions.freezing(state)));
        }

        private static Open of(ResultSet columns) throws SQLException {
            return new Open(
                    new ExecutionId(columns.getString("id")),
                    ExecutionStatus.valueOf(columns.getString("status")) == ExecutionStatus.QUEUED,
                    freezing(columns.getString("freezing")));
        }

        private static Occupancy.Freezing freezing(@Nullable String word) {
            return word == null ? Occupancy.Freezing.NONE : Occupancy.Freezing.valueOf(word);
        }
    }

    void expect(Collection<String> pipelines) {
        expected.addAll(pipelines);
    }

    /// What is known of a pipeline's places may be no longer so: its limit was set.
    void changed(String pipeline) {
        held.remove(pipeline);
    }

    /// The transaction has written.
    void written() {
        open.clear();
    }

    Concurrency lock(String pipeline) {
        if (!held.containsKey(pipeline)) {
            expected.add(pipeline);
            expected.removeAll(held.keySet());
            lockExpected();
        }
        return Optional.ofNullable(held.get(pipeline))
                .orElseThrow(() -> new NoSuchElementException("pipeline " + pipeline + " has no limit"));
    }

    /// Two statements on one way, not one: the second must see what was committed while the first waited.
    private void lockExpected() {
        var names = texts(List.copyOf(expected), name -> name);
        var both = sql.both(
                """
                select name, concurrency_limit, when_full, start_within_ms from pipeline
                where name = any (?) order by name for update
                """,
                columns -> Map.entry(columns.getString("name"), concurrency(columns)),
                OPEN,
                columns -> Map.entry(columns.getString("pipeline"), Open.of(columns)),
                names,
                names);
        both.first().forEach(one -> held.put(one.getKey(), one.getValue()));
        expected.forEach(name -> open.put(name, new ArrayList<>()));
        both.second()
                .forEach(one -> Objects.requireNonNull(open.get(one.getKey())).add(one.getValue()));
        expected.clear();
    }

    /// Those of a pipeline in the order of their places.
    List<Open> open(String pipeline) {
        return open.computeIfAbsent(pipeline, name -> sql.query(OPEN, Open::of, texts(List.of(name), one -> one)));
    }

    private static Concurrency concurrency(ResultSet columns) throws SQLException {
        Long startWithin = columns.getObject("start_within_ms", Long.class);
        return new Concurrency(
                columns.getInt("concurrency_limit"),
                Concurrency.WhenFull.valueOf(columns.getString("when_full")),
                startWithin == null ? null : Duration.ofMillis(startWithin));
    }
}
