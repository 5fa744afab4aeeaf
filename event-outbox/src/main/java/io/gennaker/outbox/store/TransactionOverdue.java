package io.gennaker.outbox.store;

/// A transaction took longer than it may, and was rolled back under the work that went on in it.
public final class TransactionOverdue extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param cause what the work met then
    public TransactionOverdue(RuntimeException cause) {
        super("the transaction took longer than it may and was rolled back", cause);
    }
}
