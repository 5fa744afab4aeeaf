package io.gennaker.cli.demo;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The addresses of the playground's API servers.
final class Kubeconfig {
    private Kubeconfig() {}

    /// Server by cluster name.
    static Map<String, URI> servers(Path file) {
        try {
            Object document = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            List<?> clusters = (List<?>) member(document, "clusters");
            return clusters.stream()
                    .collect(Collectors.toMap(cluster -> member(cluster, "name").toString(), Kubeconfig::server));
        } catch (IOException | YamlEngineException | ClassCastException | IllegalArgumentException unreadable) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "the kubeconfig " + file + " cannot be read: "
                            + Objects.requireNonNullElse(unreadable.getMessage(), "it has another shape")
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
    }

    private static URI server(@Nullable Object cluster) {
        return URI.create(member(member(cluster, "cluster"), "server").toString());
    }

    private static Object member(@Nullable Object map, String name) {
        Object member = map instanceof Map<?, ?> members ? members.get(name) : null;
        if (member == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return member;
    }
}
