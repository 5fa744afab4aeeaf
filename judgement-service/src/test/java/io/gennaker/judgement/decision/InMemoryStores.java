package io.gennaker.judgement.decision;

/// Stores for tests of other packages.
public final class InMemoryStores {
    private InMemoryStores() {}

    public static JudgementStore empty() {
        return new InMemoryJudgementStore();
    }
}
