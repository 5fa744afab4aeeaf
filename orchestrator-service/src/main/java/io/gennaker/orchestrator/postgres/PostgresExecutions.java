package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.admission.Places;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.intake.ExecutionStore;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.Origin;
import io.gennaker.orchestrator.intake.RecordedMove;
import io.gennaker.orchestrator.intake.Recording;
import io.gennaker.orchestrator.intake.SetTimers;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.orchestrator.intake.TimerStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [ExecutionStore] in plain SQL: one row per execution, locked while its state is decided. [HeldExecutions] writes;
/// what asks about executions looks at what it has not written yet, or lets it write first.
@ApplicationScoped
public class PostgresExecutions implements ExecutionStore, TimerStore {
    private final Sql sql;
    private final TransactionSynchronizationRegistry transactions;

    PostgresExecutions(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.sql = new Sql(dataSource);
        this.transactions = transactions;
    }

    @Override
    public boolean exists(ExecutionId id) {
        return held().exists(id);
    }

    @Override
    public void add(StoredExecution execution, Origin origin) {
        held().add(execution, origin);
    }

    static @Nullable String freezing(ExecutionState state) {
        return state instanceof ExecutionState.Queued queued
                ? switch (queued.freezing()) {
                    case Freezing.Frozen _ -> Occupancy.Freezing.FROZEN.name();
                    case Freezing.Exempt _ -> Occupancy.Freezing.EXEMPT.name();
                    case null -> null;
                }
                : null;
    }

    @Override
    public Origin origin(ExecutionId id) {
        return held().origin(id)
                .orElseGet(() -> sql.query(
                                """
                        select accepted_at, coalesce(trigger::text, convert_from(plan.body, 'UTF8')::json ->> 'trigger'),
                            not_given
                        from execution join plan on plan.digest = execution.plan_digest where id = ?
                        """,
                                columns -> new Origin(
                                        StateJson.readTrigger(columns.getString(2)),
                                        columns.getObject(1, OffsetDateTime.class)
                                                .toInstant(),
                                        StateJson.readNames(columns.getString(3))),
                                id.value())
                        .getFirst());
    }

    @Override
    public void expect(Collection<ExecutionId> ids) {
        held().expect(ids);
    }

    @Override
    public Optional<StoredExecution> lock(ExecutionId id) {
        return held().lock(id);
    }

    private HeldExecutions held() {
        return HeldExecutions.of(transactions, sql);
    }

    static StoredExecution execution(ResultSet columns) throws SQLException {
        return new StoredExecution(
                columns.getString("pipeline"),
                new Digest(columns.getString("plan_digest")),
                StateJson.readState(columns.getBytes("state")),
                columns.getLong("sequence"));
    }

    @Override
    public void save(StoredExecution moved, Fact fact, @Nullable Instant patience) {
        held().save(moved, fact, patience);
    }

    @Override
    public StoredExecution renew(StoredExecution execution, Digest plan) {
        return held().renew(execution, plan);
    }

    @Override
    public SetTimers timers(ExecutionId id) {
        return held().timers(id);
    }

    @Override
    public void queueLast(ExecutionId id) {
        held().flush();
        sql.update("update execution set place = default where id = ?", id.value());
        held().places().written();
    }

    @Override
    public List<Overdue> overdue(Instant at, int most) {
        held().flush();
        return sql.query(
                """
                select pipeline, plan_digest, state, sequence, moved_at from execution
                where look_at < ? and reported_at is null and ended_at is null
                order by look_at limit ? for update skip locked
                """,
                columns -> new Overdue(
                        execution(columns),
                        columns.getObject("moved_at", OffsetDateTime.class).toInstant()),
                time(at),
                most);
    }

    @Override
    public void reported(ExecutionId id, Instant at) {
        held().flush();
        sql.update("update execution set reported_at = ? where id = ?", time(at), id.value());
    }

    /// Number of executions that were reported and have not moved since.
    public long stalled() {
        return sql.query(
                        "select count(*) as executions from execution where reported_at is not null and ended_at is null",
                        columns -> columns.getLong("executions"))
                .getFirst();
    }

    @Override
    public void limit(String pipeline, Concurrency concurrency) {
        held().places().changed(pipeline);
        sql.update(
                """
                insert into pipeline (name, concurrency_limit, when_full, start_within_ms) values (?, ?, ?, ?)
                on conflict (name) do update
                    set concurrency_limit = excluded.concurrency_limit, when_full = excluded.when_full,
                        start_within_ms = excluded.start_within_ms
                """,
                pipeline,
                concurrency.limit(),
                concurrency.whenFull().name(),
                concurrency.startWithin() == null
                        ? null
                        : concurrency.startWithin().toMillis());
    }

    @Override
    public Optional<Duration> startWithin(String pipeline) {
        return sql
                .query(
                        "select start_within_ms from pipeline where name = ? and start_within_ms is not null",
                        columns -> Duration.ofMillis(columns.getLong("start_within_ms")),
                        pipeline)
                .stream()
                .findFirst();
    }

    @Override
    public void expectPlaces(Collection<String> pipelines) {
        held().places().expect(pipelines);
    }

    @Override
    public Places lockPlaces(String pipeline) {
        return new Places(held().places().lock(pipeline), occupancy(pipeline));
    }

    @Override
    public Occupancy occupancy(String pipeline) {
        var open = new LinkedHashMap<ExecutionId, HeldPlaces.Open>();
        held().places().open(pipeline).forEach(one -> open.put(one.id(), one));
        for (StoredExecution known : held().known(pipeline)) {
            if (known.state() instanceof ExecutionState.Ended) {
                open.remove(known.id());
            } else {
                // One that is there keeps its place; one that is not goes behind the others.
                open.put(known.id(), HeldPlaces.Open.of(known.state()));
            }
        }
        List<Occupancy.Waiting> waiting = open.values().stream()
                .filter(HeldPlaces.Open::waits)
                .map(one -> new Occupancy.Waiting(one.id(), one.freezing()))
                .toList();
        return new Occupancy(open.size() - waiting.size(), waiting);
    }

    @Override
    public List<String> awaited() {
        held().flush();
        return sql.query(
                "select distinct pipeline from execution where status = 'QUEUED' and ended_at is null order by pipeline",
                columns -> columns.getString("pipeline"));
    }

    /// Number of executions that are not over, by status.
    public Map<ExecutionStatus, Long> open() {
        var counts = new EnumMap<ExecutionStatus, Long>(ExecutionStatus.class);
        sql.query(
                        "select status, count(*) as executions from execution where ended_at is null group by status",
                        columns -> Map.entry(
                                ExecutionStatus.valueOf(columns.getString("status")), columns.getLong("executions")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    @Override
    public Optional<Digest> lastSucceeded(String pipeline) {
        held().flush();
        return sql
                .query(
                        "select plan_digest from execution where pipeline = ? and status = 'SUCCEEDED'"
                                + " and not taken_back order by place desc limit 1",
                        columns -> new Digest(columns.getString("plan_digest")),
                        pipeline)
                .stream()
                .findFirst();
    }

    @Override
    public void takenBack(ExecutionId id, boolean isTakenBack) {
        held().flush();
        sql.update("update execution set taken_back = ? where id = ?", isTakenBack, id.value());
    }

    @Override
    public boolean isTakenBack(ExecutionId id) {
        return !sql.query("select 1 from execution where id = ? and taken_back", _ -> true, id.value())
                .isEmpty();
    }

    @Override
    public List<Digest> latestPlans(String pipeline, int most) {
        held().flush();
        return sql
                .query(
                        "select plan_digest from execution where pipeline = ? order by place desc limit ?",
                        columns -> new Digest(columns.getString("plan_digest")),
                        pipeline,
                        most)
                .stream()
                .distinct()
                .toList();
    }

    @Override
    public List<RecordedMove> history(ExecutionId id) {
        held().flush();
        return sql.query(
                """
                select sequence, input, events::text, decision from execution_event
                where execution_id = ? order by sequence
                """,
                columns -> new StoredMove(
                        columns.getLong("sequence"),
                        StateJson.readInput(columns.getString("input")),
                        columns.getString("events"),
                        columns.getBytes("decision")),
                id.value());
    }

    @Override
    public Recording recording(StoredExecution execution) {
        var moves = held().recorded(execution);
        var whole = new StringBuilder();
        var stages = new ArrayList<Recording.StageChange>();
        moves.forEach(move -> {
            whole.append(move.input()).append('\n').append(move.events()).append('\n');
            stages.addAll(StateJson.readStageChanges(move.events()));
        });
        return new Recording(Digest.of(whole.toString()), stages);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
