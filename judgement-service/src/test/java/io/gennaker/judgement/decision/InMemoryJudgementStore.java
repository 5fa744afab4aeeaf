package io.gennaker.judgement.decision;

import io.gennaker.contracts.OperationId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A store for tests of the core: one thread, no transactions.
final class InMemoryJudgementStore implements JudgementStore {
    private final Map<OperationId, Judgement> judgements = new HashMap<>();

    @Override
    public Optional<Judgement> lock(OperationId id) {
        return find(id);
    }

    @Override
    public Optional<Judgement> find(OperationId id) {
        return Optional.ofNullable(judgements.get(id));
    }

    @Override
    public void insert(Judgement.Open judgement) {
        if (judgements.putIfAbsent(judgement.question().id(), judgement) != null) {
            throw new IllegalStateException("judgement " + judgement.question().id() + " is there already");
        }
    }

    @Override
    public void update(Judgement judgement) {
        judgements.put(judgement.question().id(), judgement);
    }
}
