package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import org.jspecify.annotations.Nullable;

/// Tells people, by whatever channel. Slack and e-mail are further implementations behind this one.
@FunctionalInterface
public interface Notices {
    /// @param progress null at the beginning
    Step next(ExecutionId execution, OperationId operation, SendNotice notice, @Nullable Progress progress)
            throws InterruptedException;
}
