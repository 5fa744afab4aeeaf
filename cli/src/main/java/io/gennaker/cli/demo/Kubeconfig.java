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
            List<?> clusters = (List<?>) ((Map<?, ?>) document).get("clusters");
            return clusters.stream()
                    .map(cluster -> (Map<?, ?>) cluster)
                    .collect(Collectors.toMap(cluster -> cluster.get("name").toString(), Kubeconfig::server));
        } catch (IOException
                | YamlEngineException
                | ClassCastException
                | NullPointerException
                | IllegalArgumentException unreadable) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "the kubeconfig " + file + " cannot be read: "
                            + Objects.requireNonNullElse(unreadable.getMessage(), "it has another shape")
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
        }
    }

    private static URI server(Map<?, ?> cluster) {
        return URI.create(((Map<?, ?>) cluster.get("cluster")).get("server").toString());
    }
}
