package io.gennaker.deployer.task;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.Restoration;
import java.util.List;

/// What applies found before they wrote.
public interface PreviousObjects {
    /// Records inside the running transaction; what is recorded already stays.
    void record(OperationId apply, List<Restoration.Previous> found);

    /// In the order recorded.
    List<Restoration.Previous> of(OperationId apply);
}
