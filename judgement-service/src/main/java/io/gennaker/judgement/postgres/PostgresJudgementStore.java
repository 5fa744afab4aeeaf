package io.gennaker.judgement.postgres;

import io.gennaker.contracts.Decision;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.decision.Act;
import io.gennaker.judgement.decision.History;
import io.gennaker.judgement.decision.Judgement;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Question;
import io.gennaker.judgement.postgres.JudgementRow.Status;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/// Judgements by Hibernate Panache: they are few, and read and written one by one.
@ApplicationScoped
public class PostgresJudgementStore implements JudgementStore {
    private final EndedJudgements ended;

    PostgresJudgementStore(EndedJudgements ended) {
        this.ended = ended;
    }

    /// Refreshes what the session may know from earlier in the transaction: only what is read under the lock is true.
    @Override
    public Optional<Judgement> lock(OperationId id) {
        EntityManager session = JudgementRow.getEntityManager();
        session.flush();
        Optional<JudgementRow> row = JudgementRow.findByIdOptional(id.value());
        row.ifPresent(found -> session.refresh(found, LockModeType.PESSIMISTIC_WRITE));
        return row.map(PostgresJudgementStore::judgement);
    }

    @Override
    public Optional<Judgement> find(OperationId id) {
        return JudgementRow.<JudgementRow>findByIdOptional(id.value()).map(PostgresJudgementStore::judgement);
    }

    @Override
    public void insert(Judgement.Open judgement) {
        Question question = judgement.question();
        var row = new JudgementRow();
        row.id = question.id().value();
        row.executionId = question.executionId().value();
        row.pipeline = question.pipeline();
        row.requester = question.requester();
        row.application = question.application();
        row.spec = StoredJson.write(question.spec());
        row.openedAt = question.openedAt();
        row.expiresAt = question.expiresAt();
        row.status = Status.OPEN;
        row.decidedBy = StoredJson.write(List.of());
        row.persist();
    }

    @Override
    public void update(Judgement judgement) {
        String id = judgement.question().id().value();
        JudgementRow row = JudgementRow.findById(id);
        switch (judgement) {
            case Judgement.Open _ -> row.status = Status.OPEN;
            case Judgement.Concluded concluded -> {
                row.status = Status.valueOf(concluded.outcome().name());
                row.decision = concluded.decision().name();
                row.decidedBy = StoredJson.write(concluded.decidedBy());
                row.comment = concluded.comment();
                row.endedAt = concluded.at();
                ended.countAfterCommit(row.status);
            }
            case Judgement.Withdrawn withdrawn -> {
                row.status = Status.WITHDRAWN;
                row.endedAt = withdrawn.at();
                ended.countAfterCommit(row.status);
            }
        }
        List<Act> acts = judgement.history().acts();
        for (int position = (int) ActRow.count("judgementId", id); position < acts.size(); position++) {
            Acts.row(id, position, acts.get(position)).persist();
        }
    }

    private static Judgement judgement(JudgementRow row) {
        var question = new Question(
                new OperationId(row.id),
                new ExecutionId(row.executionId),
                row.pipeline,
                row.requester,
                StoredJson.read(row.spec, JudgementSpec.class),
                row.openedAt,
                row.expiresAt,
                row.application);
        var history = new History(ActRow.of(row.id).stream().map(Acts::act).toList());
        return switch (row.status) {
            case OPEN -> new Judgement.Open(question, history);
            case WITHDRAWN -> new Judgement.Withdrawn(question, history, row.endedAt);
            case APPROVED, REJECTED, EXPIRED ->
                new Judgement.Concluded(
                        question,
                        history,
                        JudgementOutcome.valueOf(row.status.name()),
                        Decision.valueOf(row.decision),
                        List.of(StoredJson.read(row.decidedBy, String[].class)),
                        row.comment,
                        row.endedAt);
        };
    }
}
