package io.gennaker.trigger.source;

/// A call that cannot be read; says what was found and what is expected.
public final class UnreadableCall extends Exception {
    private static final long serialVersionUID = 1;

    public UnreadableCall(String reason) {
        super(reason);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
