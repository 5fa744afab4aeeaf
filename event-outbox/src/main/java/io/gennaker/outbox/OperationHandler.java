package io.gennaker.outbox;

/// Does the long work of a service. A service that uses [Operations] has exactly one bean of this type.
public interface OperationHandler {
    /// Runs one operation, on a virtual thread of its own, from its recorded state on.
    ///
    /// Returns after [RunningOperation#complete], or after [RunningOperation#pause]. An exception other than
    /// [LeaseLost] lets it be tried again from its recorded state, with growing backoff, for as long as it takes:
    /// ending at its deadline is the handler's own decision.
    void run(RunningOperation operation) throws InterruptedException;
}
