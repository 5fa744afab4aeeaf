package io.gennaker.judgement.decision;

import io.gennaker.contracts.OperationId;
import java.util.Optional;

/// Where judgements are kept. Every call takes part in the caller's transaction.
public interface JudgementStore {
    /// Reads a judgement and holds it until the transaction ends.
    Optional<Judgement> lock(OperationId id);

    /// Reads a judgement without holding it.
    Optional<Judgement> find(OperationId id);

    void insert(Judgement.Open judgement);

    /// Stores the state after an answer; answers already stored are left as they are.
    void update(Judgement judgement);
}
