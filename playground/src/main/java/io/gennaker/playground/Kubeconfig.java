package io.gennaker.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// The file that tells `kubectl` and client libraries where the clusters are: one context per cluster, of the same
/// name.
final class Kubeconfig {

    private Kubeconfig() {}

    static void write(Path file, Map<String, Integer> apiPorts) throws IOException {
        var clusters = new StringBuilder();
        var contexts = new StringBuilder();
        apiPorts.forEach((name, port) -> {
            clusters.append("""
                    - name: %s
                      cluster:
                        server: http://127.0.0.1:%d
                    """.formatted(name, port));
            contexts.append("""
                    - name: %s
                      context:
                        cluster: %s
                        namespace: default
                        user: anyone
                    """.formatted(name, name));
        });
        var text = """
                apiVersion: v1
                kind: Config
                current-context: %s
                clusters:
                %scontexts:
                %susers:
                - name: anyone
                  user: {}
                """.formatted(apiPorts.keySet().iterator().next(), clusters, contexts);
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
