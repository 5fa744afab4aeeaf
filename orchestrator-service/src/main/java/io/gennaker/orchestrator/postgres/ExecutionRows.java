package io.gennaker.orchestrator.postgres;

import static io.gennaker.orchestrator.postgres.Sql.bytes;
import static io.gennaker.orchestrator.postgres.Sql.numbers;
import static io.gennaker.orchestrator.postgres.Sql.texts;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.Origin;
import io.gennaker.orchestrator.intake.SetTimers;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.outbox.CrashPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes executions: rows of `execution`, of what moved them, and of their plans, all on one way to the database.
final class ExecutionRows {
    private ExecutionRows() {}

    /// One that is added, after the moves that it has made already.
    ///
    /// @param move all of them; null where it has made none
    record New(
            StoredExecution execution,
            Origin origin,
            byte[] state,
            SetTimers timers,
            @Nullable Move move) {}

    /// One that is there.
    record Moved(Move move, byte[] state, SetTimers timers) {}

    /// What a move is recorded as.
    record Words(String input, String events) {
        static Words of(Fact fact) {
            return new Words(StateJson.write(fact.input()), StateJson.write(fact.events()));
        }
    }

    /// A fact as it is stored.
    ///
    /// @param state to which it led
    record Recorded(ExecutionId execution, long sequence, Instant at, Words words, byte[] state, byte[] decision) {
        static Recorded of(Fact fact) {
            byte[] state = StateJson.write(fact.decision().next());
            return new Recorded(
                    fact.execution(),
                    fact.sequence(),
                    fact.input().at(),
                    Words.of(fact),
                    state,
                    DecisionDigest.of(state, fact.decision().effects()));
        }
    }

    /// @param plans by digest
    /// @param news in the order in which they came, which is that of their places
    /// @param moves in the order in which all transactions write
    /// @param timers of those that stay where they are
    static void write(
            Sql sql,
            Map<String, byte[]> plans,
            List<New> news,
            List<Recorded> facts,
            List<Moved> moves,
            List<Map.Entry<ExecutionId, SetTimers>> timers) {
        var updates = new ArrayList<Sql.Update>();
        if (!plans.isEmpty()) {
            updates.add(insertPlans(plans));
        }
        if (!news.isEmpty()) {
            updates.add(insert(news));
        }
        if (!facts.isEmpty()) {
            updates.add(append(facts));
        }
        if (!timers.isEmpty()) {
            updates.add(updateTimers(timers));
        }
        if (!moves.isEmpty()) {
            updates.add(update(moves));
        }
        if (updates.isEmpty()) {
            return;
        }
        int changed = sql.updates(updates).getLast();
        if (!moves.isEmpty()) {
            requireAll(moves, changed);
            CrashPoints.reached("state-saved");
        }
        if (!news.isEmpty()) {
            CrashPoints.reached("execution-added");
        }
    }

    private static void requireAll(List<Moved> moves, int changed) {
        if (changed != moves.size()) {
            throw new IllegalStateException((moves.size() - changed) + " of " + moves.size()
                    + " executions moved without their lock, among "
                    + moves.stream().map(row -> row.move().to().id()).limit(5).toList());
        }
    }

    private static Sql.Update insertPlans(Map<String, byte[]> plans) {
        var rows = List.copyOf(plans.entrySet());
        return new Sql.Update(
                "insert into plan (digest, body) select * from unnest(?, ?) on conflict (digest) do nothing",
                texts(rows, Map.Entry::getKey),
                bytes(rows, Map.Entry::getValue));
    }

    private static Sql.Update insert(List<New> rows) {
        return new Sql.Update(
                """
                insert into execution (id, pipeline, status, plan_digest, state, sequence, accepted_at, trigger, not_given,
                    freezing, timers, moved_at, look_at, started_at, ended_at)
                select id, pipeline, status, plan_digest, state, sequence, accepted_at, trigger::json, not_given,
                    freezing, timers, moved_at, look_at, started_at, ended_at
                from unnest(?, ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?, ?, ?,
                        ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                    with ordinality as execution (id, pipeline, status, plan_digest, state, sequence, accepted_at,
                        trigger, not_given, freezing, timers, moved_at, look_at, started_at, ended_at, number)
                order by number
                """,
                texts(rows, row -> row.execution().id().value()),
                texts(rows, row -> row.execution().pipeline()),
                texts(rows, row -> row.execution().state().status().name()),
                texts(rows, row -> row.execution().plan().value()),
                bytes(rows, New::state),
                numbers(rows, row -> row.execution().sequence()),
                times(rows, row -> row.origin().acceptedAt()),
                texts(rows, row -> StateJson.write(row.origin().trigger())),
                texts(rows, row -> StateJson.writeNames(row.origin().notGiven())),
                texts(rows, row -> PostgresExecutions.freezing(row.execution().state())),
                texts(rows, row -> TimersJson.write(row.timers())),
                ofMove(rows, Move::at),
                ofMove(rows, Move::patience),
                ofMove(rows, Move::started),
                ofMove(rows, Move::ended));
    }

    private static Sql.Array ofMove(List<New> rows, Function<Move, @Nullable Instant> time) {
        return times(rows, row -> {
            var move = row.move();
            return move == null ? null : time.apply(move);
        });
    }

    private static Sql.Update update(List<Moved> rows) {
        return new Sql.Update(
                """
                update execution set status = move.status, state = move.state, sequence = move.sequence,
                    moved_at = coalesce(move.moved_at, execution.moved_at),
                    look_at = case when move.moved_at is null then execution.look_at else move.look_at end,
                    reported_at = case when move.moved_at is null then execution.reported_at end,
                    freezing = move.freezing, timers = move.timers,
                    started_at = coalesce(execution.started_at, move.started_at),
                    ended_at = case when move.ended_at is not null then coalesce(execution.ended_at, move.ended_at) end
                from unnest(
                        ?, ?, ?, ?, ?, ?::timestamptz[], ?::timestamptz[], ?, ?, ?::timestamptz[], ?::timestamptz[])
                    as move (id, before, status, state, sequence, moved_at, look_at, freezing, timers, started_at,
                        ended_at)
                where execution.id = move.id and execution.sequence = move.before
                """,
                texts(rows, row -> row.move().to().id().value()),
                numbers(rows, row -> row.move().before()),
                texts(rows, row -> row.move().to().state().status().name()),
                bytes(rows, Moved::state),
                numbers(rows, row -> row.move().to().sequence()),
                times(rows, row -> row.move().at()),
                times(rows, row -> row.move().patience()),
                texts(rows, row -> PostgresExecutions.freezing(row.move().to().state())),
                texts(rows, row -> TimersJson.write(row.timers())),
                times(rows, row -> row.move().started()),
                times(rows, row -> row.move().ended()));
    }

    private static Sql.Update updateTimers(List<Map.Entry<ExecutionId, SetTimers>> rows) {
        return new Sql.Update(
                """
                update execution set timers = changed.timers from unnest(?, ?) as changed (id, timers)
                where execution.id = changed.id
                """, texts(rows, row -> row.getKey().value()), texts(rows, row -> TimersJson.write(row.getValue())));
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
                texts(facts, fact -> fact.words().input()),
                texts(facts, fact -> fact.words().events()),
                bytes(facts, Recorded::decision));
    }

    private static <T> Sql.Array times(List<T> rows, Function<T, @Nullable Instant> time) {
        return texts(rows, row -> {
            var at = time.apply(row);
            return at == null ? null : at.toString();
        });
    }
}
