package io.gennaker.playground.prometheus;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Prometheus on 127.0.0.1 with its configuration and data in one folder.
///
/// The simulated clusters are asked every second, because an analysis in the playground lasts seconds; the services
/// every five. Targets stand in a file that Prometheus watches: they may change while it runs.
public final class PrometheusServer {
    public static final String INSTALL = "Install it: `apt-get install prometheus` on Debian and Ubuntu (then"
            + " `systemctl disable --now prometheus`, the playground runs its own), `brew install prometheus` on macOS,"
            + " or put the program `prometheus` of https://prometheus.io/download on PATH.";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIGURATION = """
            # Written at every start.
            global:
              scrape_interval: 5s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: simulated-clusters
                scrape_interval: 1s
                honor_labels: true
                file_sd_configs:
                  - files: [clusters.json]
                    refresh_interval: 5s
              - job_name: gennaker
                file_sd_configs:
                  - files: [services.json]
                    refresh_interval: 5s
            """;

    private final Path folder;

    public PrometheusServer(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// The program, looked for on the given PATH.
    public static Optional<Path> program(String path) {
        return onPath(path, "prometheus");
    }

    static Optional<Path> onPath(String path, String name) {
        return List.of(path.split(File.pathSeparator)).stream()
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).resolve(name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /// Writes the configuration and the targets.
    public void configure(List<ScrapeTarget> clusters, List<ScrapeTarget> services) throws IOException {
        Files.createDirectories(folder.resolve("data"));
        replace("prometheus.yml", CONFIGURATION);
        replace("clusters.json", discovery(clusters));
        replace("services.json", discovery(services));
    }

    /// The command that runs it.
    public List<String> command(Path program, int port) {
        return List.of(
                program.toString(),
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=6h",
                "--storage.tsdb.retention.size=512MB",
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn");
    }

    private static String discovery(List<ScrapeTarget> targets) throws IOException {
        return JSON.writeValueAsString(targets.stream()
                .map(target -> Map.of(
                        "targets", List.of("127.0.0.1:" + target.port()),
                        "labels", Map.of("service", target.name(), "__metrics_path__", target.path())))
                .toList());
    }

    /// A reader never sees half a file.
    private void replace(String name, String content) throws IOException {
        var next = Files.writeString(folder.resolve(name + ".next"), content, StandardCharsets.UTF_8);
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
