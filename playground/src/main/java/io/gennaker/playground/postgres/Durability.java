package io.gennaker.playground.postgres;

/// What a committed transaction survives.
public enum Durability {
    /// A crash of the process and of the machine: `fsync` and `synchronous_commit` are on, as in production.
    DURABLE("on"),
    /// A crash of the process only: nothing waits for the disk. For tests whose data is thrown away.
    FAST("off");

    private final String waitForDisk;

    Durability(String waitForDisk) {
        this.waitForDisk = waitForDisk;
    }

    /// The value of the three settings that decide it.
    String waitForDisk() {
        return waitForDisk;
    }
}
