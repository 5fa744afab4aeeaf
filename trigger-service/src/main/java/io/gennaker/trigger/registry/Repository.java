package io.gennaker.trigger.registry;

import java.net.URI;

/// A repository, apart from its host.
record Repository(String host, String path) {
    private static final String DOCKER_HUB = "docker.io";

    static Repository of(String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("repository '" + name + "' has no host");
        }
        return new Repository(name.substring(0, slash), name.substring(slash + 1));
    }

    URI usual() {
        return URI.create("https://" + (host.equals(DOCKER_HUB) ? "registry-1.docker.io" : host));
    }
}
