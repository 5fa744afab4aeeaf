package io.gennaker.pipeline.expression;

/// A text whose `${{` has no matching `}}`.
public final class MalformedTemplate extends Exception {
    private final transient Mistake mistake;

    public MalformedTemplate(Mistake mistake) {
        super("found " + mistake.found() + "; allowed: " + mistake.allowed());
        this.mistake = mistake;
    }

    public Mistake mistake() {
        return mistake;
    }
}
