package io.gennaker.playground.mesh;

import java.util.List;

/// A service of the cluster, by the names it is called.
record ServiceName(String name, String namespace) {

    private static final String SUFFIX = ".svc.cluster.local";

    /// What a host in a routing object of a namespace means: a name without dots is a service beside it.
    static ServiceName of(String host, String namespace) {
        if (!host.contains(".")) {
            return new ServiceName(host, namespace);
        }
        var parts = host.split("\\.");
        return new ServiceName(parts[0], parts[1]);
    }

    /// Whether a host can be a service's name at all, and not a domain of the outside world.
    static boolean isServiceHost(String host) {
        return !host.contains(".") || host.endsWith(SUFFIX);
    }

    String host() {
        return name + "." + namespace + SUFFIX;
    }

    /// Every host a request may name it by, the shortest first.
    List<String> aliases() {
        return List.of(name, name + "." + namespace, name + "." + namespace + ".svc", host());
    }
}
