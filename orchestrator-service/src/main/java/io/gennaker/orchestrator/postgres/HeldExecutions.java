package io.gennaker.orchestrator.postgres;

import static io.gennaker.orchestrator.postgres.Sql.bytes;
import static io.gennaker.orchestrator.postgres.Sql.numbers;
import static io.gennaker.orchestrator.postgres.Sql.texts;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.Origin;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.outbox.CrashPoints;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The executions that one transaction holds, as it sees them. What it adds and moves is written together, at its
/// end or before it asks the database what only the database can tell: a batch of messages costs few statements.
final class HeldExecutions implements Synchronization {
    /// Bounds memory: after so many moves they are written, and what is held is read again when it is needed.
    private static final int MOST_MOVES = 500;

    /// Bounds memory: histories of so many executions at once.
    private static final int READ_TOGETHER = 10;

    private final Sql sql;
    private final Map<ExecutionId, StoredExecution> held = new HashMap<>();
    /// By id, so that all transactions write in one order.
    private final Map<String, Move> moved = new TreeMap<>();

    private final Map<ExecutionId, Added> added = new LinkedHashMap<>();
    /// By digest; written before the executions that follow them.
    private final Map<String, byte[]> plans = new TreeMap<>();

    /// Most are never asked for.
    private final Map<ExecutionId, Supplier<Origin>> origins = new HashMap<>();
    private final List<Recorded> recorded = new ArrayList<>();
    /// Those that were looked for before anything was done and were not there.
    private final Set<ExecutionId> absent = new HashSet<>();

    /// Those that are told something and may end by it: what an end needs is read for all of them with the first.
    private final Set<ExecutionId> mayEnd = new LinkedHashSet<>();
    private final Map<ExecutionId, List<Words>> histories = new HashMap<>();
    private final HeldPlaces places;

    private HeldExecutions(Sql sql) {
        this.sql = sql;
        this.places = new HeldPlaces(sql);
    }

    /// Those of the running transaction.
    static HeldExecutions of(TransactionSynchronizationRegistry transactions, Sql sql) {
        if (transactions.getResource(HeldExecutions.class) instanceof HeldExecutions held) {
            return held;
        }
        var held = new HeldExecutions(sql);
        transactions.putResource(HeldExecutions.class, held);
        transactions.registerInterposedSynchronization(held);
        return held;
    }

    private record Added(StoredExecution execution, Origin origin) {}

    /// A fact as it is stored.
    record Recorded(ExecutionId execution, long sequence, Instant at, String input, String events, byte[] decision) {
        static Recorded of(Fact fact, byte[] state) {
            return new Recorded(
                    fact.execution(),
                    fact.sequence(),
                    fact.input().at(),
                    StateJson.write(fact.input()),
                    StateJson.write(fact.events()),
                    DecisionDigest.of(state, fact.decision().effects()));
        }
    }

    void expect(Collection<ExecutionId> ids) {
        lock(ids);
        for (ExecutionId id : ids) {
            var execution = held.get(id);
            if (execution == null) {
                absent.add(id);
            } else if (nearsItsEnd(execution.state())) {
                mayEnd.add(id);
                places.expect(List.of(execution.pipeline()));
            }
        }
    }

    private static boolean nearsItsEnd(ExecutionState state) {
        return state instanceof ExecutionState.Running running
                && running.stages().values().stream()
                                .filter(stage ->
                                        !(stage instanceof StageState.Ended || stage instanceof StageState.Blocked))
                                .count()
                        <= 1;
    }

    HeldPlaces places() {
        return places;
    }

    /// What a move is recorded as.
    record Words(String input, String events) {}

    /// All moves of an execution from its beginning.
    List<Words> recorded(ExecutionId id) {
        var known = histories.remove(id);
        var written = known == null ? readWithOthers(id) : known;
        var unwritten = unwritten(id).stream().map(fact -> new Words(fact.input(), fact.events()));
        return Stream.concat(written.stream(), unwritten).toList();
    }

    private List<Words> readWithOthers(ExecutionId id) {
        mayEnd.remove(id);
        var ids = Stream.concat(Stream.of(id), mayEnd.stream())
                .limit(READ_TOGETHER)
                .toList();
        ids.forEach(one -> histories.put(one, new ArrayList<>()));
        ids.forEach(mayEnd::remove);
        sql.query(
                        """
                        select execution_id, input::text, events::text from execution_event
                        where execution_id = any (?) order by execution_id, sequence
                        """,
                        columns -> Map.entry(
                                new ExecutionId(columns.getString(1)),
                                new Words(columns.getString(2), columns.getString(3))),
                        texts(ids, ExecutionId::value))
                .forEach(move ->
                        Objects.requireNonNull(histories.get(move.getKey())).add(move.getValue()));
        return Objects.requireNonNull(histories.remove(id));
    }

    boolean exists(ExecutionId id) {
        return held.containsKey(id)
                || !absent.contains(id)
                        && !sql.query("select 1 from execution where id = ?", columns -> true, id.value())
                                .isEmpty();
    }

    void add(StoredExecution execution, Origin origin) {
        added.put(execution.id(), new Added(execution, origin));
        held.put(execution.id(), execution);
        origins.put(execution.id(), () -> origin);
        absent.remove(execution.id());
    }

    /// Of one that it holds, where its row says it.
    Optional<Origin> origin(ExecutionId id) {
        return Optional.ofNullable(origins.get(id)).map(Supplier::get);
    }

    void plan(Digest digest, byte[] body) {
        plans.put(digest.value(), body);
    }

    void lock(Collection<ExecutionId> ids) {
        var missing = ids.stream()
                .filter(id -> !held.containsKey(id))
                .map(ExecutionId::value)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        sql.query("""
                        select pipeline, plan_digest, state, sequence, trigger::text, accepted_at from execution
                        where id = any (?) order by id for update
                        """, this::hold, texts(missing, id -> id));
    }

    private StoredExecution hold(ResultSet columns) throws SQLException {
        var execution = PostgresExecutions.execution(columns);
        held.put(execution.id(), execution);
        String trigger = columns.getString("trigger");
        var accepted = columns.getObject("accepted_at", OffsetDateTime.class).toInstant();
        if (trigger != null) {
            origins.put(execution.id(), () -> new Origin(StateJson.readTrigger(trigger), accepted));
        }
        return execution;
    }

    Optional<StoredExecution> lock(ExecutionId id) {
        lock(List.of(id));
        return Optional.ofNullable(held.get(id));
    }

    void save(StoredExecution to, Fact fact, @Nullable Instant patience) {
        byte[] state = StateJson.write(to.state());
        moved.merge(to.id().value(), Move.of(to, state, fact.input().at(), patience), Move::then);
        held.put(to.id(), to);
        recorded.add(Recorded.of(fact, state));
        if (recorded.size() >= MOST_MOVES) {
            flush();
            held.clear();
            origins.clear();
        }
    }

    /// Executions of a pipeline that the database does not know as they are; those that it does not know at all are the
    /// last, in the order in which they came.
    List<StoredExecution> unwritten(String pipeline) {
        var known = moved.values().stream().map(Move::to).filter(one -> !added.containsKey(one.id()));
        return Stream.concat(known, added.keySet().stream().map(id -> Objects.requireNonNull(held.get(id))))
                .filter(execution -> execution.pipeline().equals(pipeline))
                .toList();
    }

    /// What an execution has recorded and the database does not have.
    List<Recorded> unwritten(ExecutionId id) {
        return recorded.stream().filter(one -> one.execution().equals(id)).toList();
    }

    /// Writes what was added and moved since the last time.
    void flush() {
        places.written();
        var updates = new ArrayList<Sql.Update>();
        if (!plans.isEmpty()) {
            updates.add(new Sql.Update(
                    "insert into plan (digest, body) select * from unnest(?, ?) on conflict (digest) do nothing",
                    texts(List.copyOf(plans.keySet()), digest -> digest),
                    bytes(List.copyOf(plans.values()), body -> body)));
        }
        if (!added.isEmpty()) {
            updates.add(insert(List.copyOf(added.values())));
        }
        if (!moved.isEmpty()) {
            updates.add(append(recorded));
            updates.add(update(List.copyOf(moved.values())));
        }
        if (updates.isEmpty()) {
            return;
        }
        int changed = sql.updates(updates).getLast();
        if (!moved.isEmpty()) {
            requireAll(changed);
            CrashPoints.reached("state-saved");
        }
        if (!added.isEmpty()) {
            CrashPoints.reached("execution-added");
        }
        plans.clear();
        added.clear();
        moved.clear();
        recorded.clear();
        histories.clear();
    }

    private void requireAll(int changed) {
        if (changed != moved.size()) {
            throw new IllegalStateException((moved.size() - changed) + " of " + moved.size()
                    + " executions moved without their lock, among "
                    + moved.keySet().stream().limit(5).toList());
        }
    }

    /// In the order in which they came, which is that of their places.
    private static Sql.Update insert(List<Added> added) {
        return new Sql.Update(
                """
                insert into execution (id, pipeline, status, plan_digest, state, sequence, accepted_at, trigger, freezing)
                select id, pipeline, status, plan_digest, state, sequence, accepted_at, trigger::json, freezing
                from unnest(?, ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?) with ordinality as execution
                    (id, pipeline, status, plan_digest, state, sequence, accepted_at, trigger, freezing, number)
                order by number
                """,
                texts(added, one -> one.execution().id().value()),
                texts(added, one -> one.execution().pipeline()),
                texts(added, one -> one.execution().state().status().name()),
                texts(added, one -> one.execution().plan().value()),
                bytes(added, one -> StateJson.write(one.execution().state())),
                numbers(added, one -> one.execution().sequence()),
                times(added, one -> one.origin().acceptedAt()),
                texts(added, one -> StateJson.write(one.origin().trigger())),
                texts(added, one -> PostgresExecutions.freezing(one.execution().state())));
    }

    private static Sql.Update update(List<Move> moves) {
        return new Sql.Update(
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
    }

    private static Sql.Update append(List<Recorded> facts) {
        return new Sql.Update(
                """
                insert into execution_event (execution_id, sequence, at, input, events, decision)
                select id, sequence, at, input::json, events::json, decision
                from unnest(?, ?, ?::timestamptz[], ?, ?, ?) as fact (id, sequence, at, input, events, decision)
                """,
                texts(facts, fact -> fact.execution().value()),
                numbers(facts, Recorded::sequence),
                times(facts, Recorded::at),
                texts(facts, Recorded::input),
                texts(facts, Recorded::events),
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
