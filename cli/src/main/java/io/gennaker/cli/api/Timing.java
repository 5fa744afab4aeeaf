package io.gennaker.cli.api;

import java.time.Duration;

/// How patient calls of the console are.
///
/// @param connect until a connection is there
/// @param answer until an answer is there
/// @param pause before a repetition
/// @param persistence how long a call is repeated while the console is away; zero: not at all
/// @param silence after which a live connection counts as broken: the console gives a sign of life every 15 s
/// @param lost how long a live connection is tried again while the console is away
record Timing(
        Duration connect, Duration answer, Duration pause, Duration persistence, Duration silence, Duration lost) {
    /// A person waits: what is not there is said at once.
    static final Timing INTERACTIVE = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMillis(300),
            Duration.ZERO,
            Duration.ofSeconds(40),
            Duration.ofMinutes(2));

    Timing persisting(Duration time) {
        return new Timing(connect, answer, pause, time, silence, lost);
    }
}
