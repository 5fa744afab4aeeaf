package io.gennaker.outbox.engine;

/// The signals inside one process: who has committed something gives them, who works on it waits for them.
public record Wakeups(Signal relay, Signal operations, Signal timers) {
    public Wakeups() {
        this(new Signal(), new Signal(), new Signal());
    }
}
