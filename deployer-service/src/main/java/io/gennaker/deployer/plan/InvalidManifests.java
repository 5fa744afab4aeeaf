package io.gennaker.deployer.plan;

/// Manifests that must not be applied; the message says which object, what was found and what is allowed.
public final class InvalidManifests extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidManifests(String reason) {
        super(reason);
    }
}
