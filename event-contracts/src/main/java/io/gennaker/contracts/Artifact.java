package io.gennaker.contracts;

/// An image under the name by which a pipeline expects it; pinned by digest before an execution starts.
public record Artifact(String name, ImageReference image) {
    public Artifact {
        Check.text("artifact name", name, 100);
    }
}
