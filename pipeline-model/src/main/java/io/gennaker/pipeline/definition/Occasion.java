package io.gennaker.pipeline.definition;

/// What may happen to a delivery that people want to be told of.
public enum Occasion {
    /// A start was refused: nothing runs.
    REFUSED("refused", true),
    /// A freeze keeps it from starting.
    FROZEN("frozen", false),
    STARTED("started", false),
    SUCCEEDED("succeeded", false),
    FAILED("failed", true),
    CANCELLED("cancelled", false),
    TIMED_OUT("timedOut", true),
    /// What it had begun is being taken back.
    TAKING_BACK("takingBack", true),
    STAGE_FAILED("stageFailed", true),
    /// It has not moved for longer than it should.
    STALLED("stalled", true),
    /// A person is asked.
    WAITING("waiting", true),
    /// A question still stands.
    REMINDED("reminded", true),
    /// A question was answered, or its time ran out.
    DECIDED("decided", false),
    /// A person did something to it.
    INTERVENED("intervened", false);

    private final String word;
    private final boolean needsAttention;

    Occasion(String word, boolean needsAttention) {
        this.word = word;
        this.needsAttention = needsAttention;
    }

    /// As in documents.
    public String word() {
        return word;
    }

    /// Whether it is shown where a mere reply would be overlooked.
    public boolean needsAttention() {
        return needsAttention;
    }
}
