package io.gennaker.judgement.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.decision.Answer;
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
    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

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
        row.spec = json(question.spec());
        row.openedAt = question.openedAt();
        row.expiresAt = question.expiresAt();
        row.status = Status.OPEN;
        row.decidedBy = json(List.of());
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
                row.decidedBy = json(concluded.decidedBy());
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
        long stored = AnswerRow.count("judgementId", id);
        for (int position = (int) stored; position < judgement.answers().size(); position++) {
            answerRow(id, position, judgement.answers().get(position)).persist();
        }
    }

    private static AnswerRow answerRow(String judgementId, int position, Answer answer) {
        var row = new AnswerRow();
        row.judgementId = judgementId;
        row.requestId = answer.requestId();
        row.position = position;
        row.decision = answer.decision().name();
        row.userName = answer.by().user();
        row.roles = json(answer.by().roles());
        row.channel = answer.channel().name();
        row.comment = answer.comment();
        row.answeredAt = answer.at();
        return row;
    }

    private static Judgement judgement(JudgementRow row) {
        var question = new Question(
                new OperationId(row.id),
                new ExecutionId(row.executionId),
                row.pipeline,
                row.requester,
                read(row.spec, JudgementSpec.class),
                row.openedAt,
                row.expiresAt);
        List<Answer> answers = AnswerRow.of(row.id).stream()
                .map(PostgresJudgementStore::answer)
                .toList();
        return switch (row.status) {
            case OPEN -> new Judgement.Open(question, answers);
            case WITHDRAWN -> new Judgement.Withdrawn(question, answers, row.endedAt);
            case APPROVED, REJECTED, EXPIRED ->
                new Judgement.Concluded(
                        question,
                        answers,
                        JudgementOutcome.valueOf(row.status.name()),
                        Decision.valueOf(row.decision),
                        names(row.decidedBy),
                        row.comment,
                        row.endedAt);
        };
    }

    private static Answer answer(AnswerRow row) {
        return new Answer(
                row.requestId,
                Decision.valueOf(row.decision),
                new Actor(row.userName, names(row.roles)),
                Channel.valueOf(row.channel),
                row.comment,
                row.answeredAt);
    }

    private static String json(Object value) {
        try {
            return MessageCodec.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MessageCodec.json().readValue(json, type);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("stored " + type.getSimpleName() + " cannot be read", malformed);
        }
    }

    private static List<String> names(String json) {
        try {
            return MessageCodec.json().readValue(json, NAMES);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("stored names cannot be read", malformed);
        }
    }
}
