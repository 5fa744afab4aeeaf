package io.gennaker.orchestrator.postgres;

import static io.gennaker.orchestrator.postgres.Sql.texts;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.Origin;
import io.gennaker.orchestrator.intake.SetTimers;
import io.gennaker.orchestrator.intake.StoredExecution;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The executions that one transaction holds, as it sees them. What it adds and moves is written together, at its
/// end or before it asks the database what only the database can tell: a batch of messages costs few statements.
final class HeldExecutions implements Synchronization {
    /// Bounds memory: after so many moves they are written, and what is held is read again when it is needed.
    private static final int MOST_MOVES = 500;

    /// Bounds memory: histories of about so many moves are read at once.
    private static final long MOVES_READ_TOGETHER = 2000;

    private final Sql sql;
    private final Map<ExecutionId, StoredExecution> held = new HashMap<>();
    /// By id, so that all transactions write in one order.
    private final Map<String, Move> moved = new TreeMap<>();

    private final Map<ExecutionId, Added> added = new LinkedHashMap<>();
    /// Of those that are held.
    private final Map<ExecutionId, SetTimers> timers = new TreeMap<>(Comparator.comparing(ExecutionId::value));

    /// By digest; written before the executions that follow them.
    private final Map<String, byte[]> plans = new TreeMap<>();

    /// Most are never asked for.
    private final Map<ExecutionId, Supplier<Origin>> origins = new HashMap<>();
    private final List<Fact> recorded = new ArrayList<>();
    /// Those that were looked for before anything was done and were not there.
    private final Set<ExecutionId> absent = new HashSet<>();

    /// Those that are told something and may end by it: what an end needs is read for all of them with the first.
    private final Set<ExecutionId> mayEnd = new LinkedHashSet<>();
    private final Map<ExecutionId, List<ExecutionRows.Words>> histories = new HashMap<>();
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

    /// All moves of an execution from its beginning, as far as it is here.
    List<ExecutionRows.Words> recorded(StoredExecution execution) {
        ExecutionId id = execution.id();
        var known = histories.remove(id);
        var written = known == null ? readWithOthers(id) : known;
        var unwritten =
                recorded.stream().filter(fact -> fact.execution().equals(id)).map(ExecutionRows.Words::of);
        return Stream.concat(written.stream(), unwritten)
                .limit(execution.sequence())
                .toList();
    }

    private List<ExecutionRows.Words> readWithOthers(ExecutionId id) {
        var ids = readTogether(id);
        ids.forEach(one -> histories.put(one, new ArrayList<>()));
        ids.forEach(mayEnd::remove);
        sql.query(
                        """
                        select execution_id, input::text, events::text from execution_event
                        where execution_id = any (?) order by execution_id, sequence
                        """,
                        columns -> Map.entry(
                                new ExecutionId(columns.getString(1)),
                                new ExecutionRows.Words(columns.getString(2), columns.getString(3))),
                        texts(ids, ExecutionId::value))
                .forEach(move ->
                        Objects.requireNonNull(histories.get(move.getKey())).add(move.getValue()));
        return Objects.requireNonNull(histories.remove(id));
    }

    private List<ExecutionId> readTogether(ExecutionId id) {
        mayEnd.remove(id);
        var ids = new ArrayList<>(List.of(id));
        long moves = moves(id);
        for (ExecutionId other : mayEnd) {
            moves += moves(other);
            if (moves > MOVES_READ_TOGETHER) {
                break;
            }
            ids.add(other);
        }
        return ids;
    }

    private long moves(ExecutionId id) {
        var execution = held.get(id);
        return execution == null ? MOVES_READ_TOGETHER : execution.sequence();
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
        timers.put(execution.id(), SetTimers.none());
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

    /// The body of one that it holds.
    Optional<byte[]> plan(Digest digest) {
        return Optional.ofNullable(plans.get(digest.value()));
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
                        select pipeline, plan_digest, state, sequence, trigger::text, accepted_at, timers, not_given
                        from execution where id = any (?) order by id for update
                        """, this::hold, texts(missing, id -> id));
    }

    private StoredExecution hold(ResultSet columns) throws SQLException {
        var execution = PostgresExecutions.execution(columns);
        held.put(execution.id(), execution);
        timers.put(execution.id(), TimersJson.read(columns.getString("timers")));
        String trigger = columns.getString("trigger");
        var accepted = columns.getObject("accepted_at", OffsetDateTime.class).toInstant();
        String notGiven = columns.getString("not_given");
        if (trigger != null) {
            origins.put(
                    execution.id(),
                    () -> new Origin(StateJson.readTrigger(trigger), accepted, StateJson.readNames(notGiven)));
        }
        return execution;
    }

    Optional<StoredExecution> lock(ExecutionId id) {
        lock(List.of(id));
        return Optional.ofNullable(held.get(id));
    }

    SetTimers timers(ExecutionId id) {
        lock(id);
        return timers.getOrDefault(id, SetTimers.none());
    }

    void save(StoredExecution to, Fact fact, @Nullable Instant patience) {
        var before = held.put(to.id(), to);
        var move = Move.of(to, fact.input().at(), patience);
        boolean stands = before != null && before.state().equals(to.state());
        moved.merge(to.id().value(), stands ? move.still() : move, Move::then);
        recorded.add(fact);
        if (recorded.size() >= MOST_MOVES) {
            flush();
            held.clear();
            timers.clear();
            origins.clear();
        }
    }

    /// Gives one that it holds another plan.
    StoredExecution renew(StoredExecution execution, Digest plan) {
        flush();
        sql.update(
                "update execution set plan_digest = ? where id = ?",
                plan.value(),
                execution.id().value());
        var renewed = execution.with(plan);
        held.put(renewed.id(), renewed);
        return renewed;
    }

    /// Executions of a pipeline that this transaction knows better than a list that it read before: those that it
    /// locked, as they were then or as it moved them. Those that the database does not know at all are the last, in
    /// the order in which they came.
    List<StoredExecution> known(String pipeline) {
        var locked = held.values().stream()
                .filter(execution -> !added.containsKey(execution.id()))
                .filter(execution -> execution.pipeline().equals(pipeline))
                .sorted(Comparator.comparing(execution -> execution.id().value()));
        var news = added.keySet().stream()
                .map(id -> Objects.requireNonNull(held.get(id)))
                .filter(execution -> execution.pipeline().equals(pipeline));
        return Stream.concat(locked, news).toList();
    }

    /// Writes what was added and moved since the last time.
    void flush() {
        places.written();
        var facts = recorded.stream().map(ExecutionRows.Recorded::of).toList();
        var states = new HashMap<ExecutionId, byte[]>();
        facts.forEach(fact -> states.put(fact.execution(), fact.state()));
        var news = added.values().stream()
                .map(one -> {
                    var move = moved.get(one.execution().id().value());
                    byte[] state =
                            move == null ? StateJson.write(one.execution().state()) : state(move, states);
                    return new ExecutionRows.New(
                            move == null ? one.execution() : move.to(),
                            one.origin(),
                            state,
                            setBy(one.execution()),
                            move);
                })
                .toList();
        var moves = moved.values().stream()
                .filter(move -> !added.containsKey(move.to().id()))
                .map(move -> new ExecutionRows.Moved(move, state(move, states), setBy(move.to())))
                .toList();
        var woken = timers.entrySet().stream()
                .filter(set -> set.getValue().changed()
                        && !moved.containsKey(set.getKey().value()))
                .filter(set -> !added.containsKey(set.getKey()))
                .toList();
        ExecutionRows.write(sql, plans, news, facts, moves, woken);
        timers.values().forEach(SetTimers::written);
        plans.clear();
        added.clear();
        moved.clear();
        recorded.clear();
        histories.clear();
    }

    private static byte[] state(Move move, Map<ExecutionId, byte[]> states) {
        return Objects.requireNonNull(states.get(move.to().id()));
    }

    private SetTimers setBy(StoredExecution execution) {
        return timers.getOrDefault(execution.id(), SetTimers.none());
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
