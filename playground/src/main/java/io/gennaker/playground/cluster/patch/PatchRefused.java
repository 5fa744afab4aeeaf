package io.gennaker.playground.cluster.patch;

/// A patch that cannot be applied to the object it was sent for; the message says why.
public final class PatchRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PatchRefused(String message) {
        super(message);
    }
}
