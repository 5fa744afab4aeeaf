package io.gennaker.judgement.callout;

/// A request got no answer.
public final class CallFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean refused;

    private CallFailed(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /// It must not be made: the same request will never be.
    public static CallFailed refused(String message) {
        return new CallFailed(message, true);
    }

    /// The system did not answer.
    public static CallFailed noAnswer(String message) {
        return new CallFailed(message, false);
    }

    public boolean isRefused() {
        return refused;
    }
}
