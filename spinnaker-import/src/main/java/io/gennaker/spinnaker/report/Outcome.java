package io.gennaker.spinnaker.report;

/// What became of a field, from harmless to lost.
public enum Outcome {
    /// Says how Spinnaker shows or stores the pipeline; a delivery does not depend on it.
    NOT_NEEDED("not needed"),
    /// Means in Gennaker what it meant in Spinnaker.
    EXACT("exact"),
    /// Carried, with a difference that the reason tells.
    CHANGED("changed"),
    /// Not carried; the reason says why.
    NOT_CARRIED("not carried");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }
}
