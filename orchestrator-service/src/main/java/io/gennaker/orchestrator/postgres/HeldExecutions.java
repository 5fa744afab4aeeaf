package io.gennaker.orchestrator.postgres;

import static io.gennaker.orchestrator.postgres.Sql.bytes;
import static io.gennaker.orchestrator.postgres.Sql.numbers;
import static io.gennaker.orchestrator.postgres.Sql.texts;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.outbox.CrashPoints;
import jakarta.transaction.Synchronization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The executions that one transaction holds, as it sees them. What it moves is written together, before it commits and
/// before it asks the database anything that depends on it: a batch of messages costs few statements.
final class HeldExecutions implements Synchronization {
    /// Bounds memory: after so many moves they are written, and what is held is read again when it is needed.
    private static final int MOST_MOVES = 500;

    private final Sql sql;
    private final Map<ExecutionId, StoredExecution> held = new HashMap<>();
    /// By id, so that all transactions write in one order.
    private final Map<String, Move> moved = new TreeMap<>();

    private final List<Recorded> facts = new ArrayList<>();

    HeldExecutions(Sql sql) {
        this.sql = sql;
    }

    private record Recorded(Fact fact, byte[] decision) {}

    void lock(Collection<ExecutionId> ids) {
        var missing = ids.stream()
                .filter(id -> !held.containsKey(id))
                .map(ExecutionId::value)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        sql.query("""
                        select pipeline, plan_digest, state, sequence from execution
                        where id = any (?) order by id for update
                        """, PostgresExecutions::execution, texts(missing, id -> id))
                .forEach(execution -> held.put(execution.id(), execution));
    }

    Optional<StoredExecution> lock(ExecutionId id) {
        lock(List.of(id));
        return Optional.ofNullable(held.get(id));
    }

    void save(StoredExecution to, Fact fact, @Nullable Instant patience) {
        byte[] state = StateJson.write(to.state());
        moved.merge(to.id().value(), Move.of(to, state, fact.input().at(), patience), Move::then);
        held.put(to.id(), to);
        facts.add(new Recorded(fact, DecisionDigest.of(state, fact.decision().effects())));
        if (facts.size() >= MOST_MOVES) {
            flush();
            held.clear();
        }
    }

    /// Writes what was moved, if some of it is of this pipeline.
    void flush(String pipeline) {
        if (moved.values().stream().anyMatch(move -> move.to().pipeline().equals(pipeline))) {
            flush();
        }
    }

    /// Writes what was moved since the last time.
    void flush() {
        if (moved.isEmpty()) {
            return;
        }
        var moves = List.copyOf(moved.values());
        moved.clear();
        update(moves);
        CrashPoints.reached("state-saved");
        append(facts);
        facts.clear();
        CrashPoints.reached("fact-appended");
    }

    private void update(List<Move> moves) {
        int rows = sql.update(
                """
                update execution set status = move.status, state = move.state, sequence = move.sequence,
                    moved_at = move.moved_at, look_at = move.look_at, reported_at = null, freezing = move.freezing,
                    started_at = coalesce(execution.started_at, move.started_at),
                    ended_at = case when move.ended_at is not null then coalesce(execution.ended_at, move.ended_at) end
                from unnest(
                        ?, ?, ?, ?, ?, ?::timestamptz[], ?::timestamptz[], ?, ?::timestamptz[], ?::timestamptz[])
                    as move (id, before, status, state, sequence, moved_at, look_at, freezing, started_at, ended_at)
                where execution.id = move.id and execution.sequence = move.before
                """,
                texts(moves, move -> move.to().id().value()),
                numbers(moves, Move::before),
                texts(moves, move -> move.to().state().status().name()),
                bytes(moves, Move::state),
                numbers(moves, move -> move.to().sequence()),
                times(moves, Move::at),
                times(moves, Move::patience),
                texts(moves, move -> PostgresExecutions.freezing(move.to().state())),
                times(moves, Move::started),
                times(moves, Move::ended));
        if (rows != moves.size()) {
            throw new IllegalStateException((moves.size() - rows) + " of " + moves.size()
                    + " executions moved without their lock, among "
                    + moves.stream().map(move -> move.to().id().value()).limit(5).toList());
        }
    }

    private void append(List<Recorded> facts) {
        sql.update(
                """
                insert into execution_event (execution_id, sequence, at, input, events, decision)
                select id, sequence, at, input::json, events::json, decision
                from unnest(?, ?, ?::timestamptz[], ?, ?, ?) as fact (id, sequence, at, input, events, decision)
                """,
                texts(facts, recorded -> recorded.fact().execution().value()),
                numbers(facts, recorded -> recorded.fact().sequence()),
                times(facts, recorded -> recorded.fact().input().at()),
                texts(facts, recorded -> StateJson.write(recorded.fact().input())),
                texts(facts, recorded -> StateJson.write(recorded.fact().events())),
                bytes(facts, Recorded::decision));
    }

    private static <T> Sql.Array times(List<T> rows, Function<T, @Nullable Instant> time) {
        return texts(rows, row -> {
            var at = time.apply(row);
            return at == null ? null : at.toString();
        });
    }

    @Override
    public void beforeCompletion() {
        flush();
    }

    @Override
    public void afterCompletion(int status) {
        // nothing outlives the transaction
    }
}
