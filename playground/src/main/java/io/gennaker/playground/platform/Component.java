package io.gennaker.playground.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One process of the platform: what it needs, how it is started, and how one sees that it works.
///
/// @param name unique; names its pid file and its log
/// @param ports checked to be free before the start
/// @param needs components that must be ready before this one is started; those that are not part of the platform here
///     are passed over
/// @param address where a person or a program reaches it
record Component(
        String name,
        List<Port> ports,
        Set<String> needs,
        Optional<String> address,
        Launcher launcher,
        Probe probe,
        Duration readyWithin) {
    Component {
        ports = List.copyOf(ports);
        needs = Set.copyOf(needs);
    }
}
