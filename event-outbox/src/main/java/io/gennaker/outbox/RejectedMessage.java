package io.gennaker.outbox;

/// A message that can never be handled; the reason goes with it to the dead letters.
public final class RejectedMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RejectedMessage(String reason) {
        super(reason);
    }
}
