package io.gennaker.outbox;

/// Another replica owns the operation now; whatever was about to be written is not.
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeaseLost(String operation) {
        super("lease of operation " + operation + " is lost");
    }
}
