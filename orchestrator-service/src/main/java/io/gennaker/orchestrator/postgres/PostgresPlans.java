package io.gennaker.orchestrator.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.orchestrator.intake.PlanStore;
import io.gennaker.orchestrator.intake.Recent;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import javax.sql.DataSource;

/// [PlanStore] with the plans in use in memory: they are large, and each report of an operation needs one.
@ApplicationScoped
public class PostgresPlans implements PlanStore {
    /// In bytes of JSON; in memory they take about as much again.
    private static final long MOST_PLANS = 8L * 1024 * 1024;

    private static final long MOST_STAGES = 8L * 1024 * 1024;
    /// What a plan is beside its stages, about: trigger, parameters, names.
    private static final long BESIDE_STAGES = 1024;

    private final Sql sql;
    private final TransactionSynchronizationRegistry transactions;
    private final Recent<Digest, Plan> recent = new Recent<>(MOST_PLANS);
    /// By definition, of the plan used last: most plans of a version differ by their trigger only, and share these.
    private final Recent<Digest, List<PlannedStage>> stages = new Recent<>(MOST_STAGES);

    PostgresPlans(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.sql = new Sql(dataSource);
        this.transactions = transactions;
    }

    @Override
    public void put(Digest digest, Plan plan) {
        byte[] body = write(plan);
        HeldExecutions.of(transactions, sql).plan(digest, body);
        keep(digest, plan, body.length);
    }

    private Plan keep(Digest digest, Plan plan, int bytes) {
        var known = stages.get(plan.definition());
        if (known.isPresent() && known.get().equals(plan.stages())) {
            var sharing = plan.with(known.get());
            recent.put(digest, sharing, BESIDE_STAGES);
            return sharing;
        }
        stages.put(plan.definition(), plan.stages(), bytes);
        recent.put(digest, plan, bytes);
        return plan;
    }

    @Override
    public Plan get(Digest digest) {
        return recent.get(digest).orElseGet(() -> load(digest));
    }

    private Plan load(Digest digest) {
        byte[] body = HeldExecutions.of(transactions, sql).plan(digest).orElseGet(() -> stored(digest));
        return keep(digest, read(digest, body), body.length);
    }

    private byte[] stored(Digest digest) {
        return sql
                .query("select body from plan where digest = ?", columns -> columns.getBytes("body"), digest.value())
                .stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no plan " + digest));
    }

    private static byte[] write(Plan plan) {
        try {
            return MessageCodec.json().writeValueAsBytes(plan);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a plan of " + plan.pipeline(), impossible);
        }
    }

    private static Plan read(Digest digest, byte[] body) {
        try {
            return MessageCodec.json().readValue(body, Plan.class);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "stored plan " + digest + " is not readable: " + unreadable.getMessage(), unreadable);
        }
    }
}
