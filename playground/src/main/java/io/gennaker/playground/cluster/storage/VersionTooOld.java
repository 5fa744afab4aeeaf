package io.gennaker.playground.cluster.storage;

/// The history asked for is no longer kept; the caller has to list again.
public final class VersionTooOld extends Exception {

    private static final long serialVersionUID = 1L;

    VersionTooOld(long asked, long oldest) {
        super("too old resource version: " + asked + " (" + oldest + ")");
    }
}
