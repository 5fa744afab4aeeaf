package io.gennaker.deployer.task;

import io.gennaker.deployer.readiness.Patience;
import java.time.Duration;

/// How long things take.
///
/// @param drain between the last weight and the end of a subset
/// @param settle between a new subset and the first weight
/// @param capacity how long traffic that goes back waits for release to be able to carry it
/// @param resync after which a watch is opened anew, in case it went deaf
public record Settings(Duration drain, Duration settle, Duration capacity, Duration resync, Patience patience) {
    public static final Settings USUAL = new Settings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Patience.USUAL);
}
