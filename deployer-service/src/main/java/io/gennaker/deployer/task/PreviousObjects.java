package io.gennaker.deployer.task;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.Restoration;
import java.util.List;

/// What applies found before they wrote.
public interface PreviousObjects {
    /// Records inside the running transaction; what is recorded already stays.
    void record(OperationId apply, List<Restoration.Previous> found);

    /// In the order recorded; nothing where it is forgotten.
    List<Restoration.Previous> of(OperationId apply);

    /// Whether something was recorded once, and is so old that it is kept no longer.
    boolean isForgotten(OperationId apply);
}
