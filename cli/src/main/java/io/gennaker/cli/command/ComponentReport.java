package io.gennaker.cli.command;

import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A component of the local platform, for scripts.
///
/// @param state `STOPPED`, `CRASHED`, `NOT_READY` or `READY`
/// @param detail why it is not ready; else empty
/// @param ports numbers by name
record ComponentReport(
        String name,
        ComponentStatus.State state,
        String detail,
        @Nullable Long pid,
        Map<String, Integer> ports,
        @Nullable String address,
        @Nullable Long uptimeSeconds,
        @Nullable Long residentBytes) {
    static List<ComponentReport> all(LocalPlatform platform) {
        return platform.status().stream().map(ComponentReport::of).toList();
    }

    private static ComponentReport of(ComponentStatus status) {
        return new ComponentReport(
                status.name(),
                status.state(),
                status.detail(),
                status.pid().isPresent() ? status.pid().getAsLong() : null,
                status.ports().stream().collect(Collectors.toMap(Port::name, Port::number)),
                status.address().orElse(null),
                status.uptime().map(Duration::toSeconds).orElse(null),
                status.residentBytes().isPresent() ? status.residentBytes().getAsLong() : null);
    }
}
