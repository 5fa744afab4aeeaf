package io.gennaker.cli.benchmark.deployer;

import java.time.Duration;

/// What is to be deployed.
///
/// @param deployments measured
/// @param perSecond commands a second; 0 for all in one instant
/// @param podStart from the start of a container to its readiness
/// @param warmUp deployments before the measurement
public record DeployerLoad(int deployments, int perSecond, Duration podStart, int warmUp) {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    public DeployerLoad {
        require("--deployments", deployments, 1, 2_000);
        require("--per-second", perSecond, 0, 10_000);
        require("--warm-up", warmUp, 0, 2_000);
        if (podStart.isNegative() || podStart.compareTo(LONGEST_START) > 0) {
            throw new IllegalArgumentException("--pod-start: found " + podStart + ", must be at most 5m");
        }
    }

    private static void require(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(option + ": found " + found + ", must be " + least + " to " + most);
        }
    }
}
