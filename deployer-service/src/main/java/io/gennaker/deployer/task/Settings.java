package io.gennaker.deployer.task;

import io.gennaker.deployer.readiness.CustomRules;
import io.gennaker.deployer.readiness.Patience;
import java.time.Duration;

/// How long things take.
///
/// @param drain between the last weight and the end of a subset
/// @param settle between a new subset and the first weight
/// @param capacity how long traffic that goes back waits for release to be able to carry it
/// @param resync after which a watch is opened anew, in case it went deaf
/// @param rules of kinds that report themselves in words of their own
public record Settings(
        Duration drain, Duration settle, Duration capacity, Duration resync, Patience patience, CustomRules rules) {
    public static final Settings USUAL = new Settings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Patience.USUAL);

    /// With no rules of kinds.
    public Settings(Duration drain, Duration settle, Duration capacity, Duration resync, Patience patience) {
        this(drain, settle, capacity, resync, patience, CustomRules.NONE);
    }
}
