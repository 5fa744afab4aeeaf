package io.gennaker.deployer.drift;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import java.time.Instant;
import java.util.function.Consumer;

/// How a drift is told and how its correction is begun, in one transaction with what [DriftRecords] writes.
public interface Corrections {
    void within(Consumer<Transaction> work);

    /// A running transaction.
    interface Transaction {
        void say(DeploymentEvent.Progressed progressed);

        /// Begins the shift again at its wait for pods, under the name of the shift in force: pods, subsets and
        /// weights are written and read back in the same order and with the same checks.
        ///
        /// @param number of the drift
        void correct(Intention intention, int number, Instant deadline);
    }
}
