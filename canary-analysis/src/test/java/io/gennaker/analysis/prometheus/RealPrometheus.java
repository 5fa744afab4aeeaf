package io.gennaker.analysis.prometheus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;

/// The real server from the PATH, started on samples written beforehand, or scraping.
final class RealPrometheus implements AutoCloseable {

    private final Process process;
    private final URI address;

    private RealPrometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /// Whether both `prometheus` and `promtool` are on the PATH.
    static boolean isInstalled() {
        return List.of("prometheus", "promtool").stream().allMatch(RealPrometheus::isOnPath);
    }

    /// A sample counts for its own time alone, so that one which is missing is as after a scrape that failed: that
    /// ends a series until the next one, and such ends cannot be written beforehand.
    ///
    /// @param samples in OpenMetrics's text format, with times in whole seconds
    static RealPrometheus start(Path directory, String samples) throws IOException, InterruptedException {
        var input = Files.writeString(directory.resolve("samples.txt"), samples);
        var data = directory.resolve("data");
        runToEnd(directory, "promtool", "tsdb", "create-blocks-from", "openmetrics", input.toString(), data.toString());
        return run(directory, "scrape_configs: []\n", "--query.lookback-delta=500ms");
    }

    /// @param scrapeConfigs as in its configuration
    static RealPrometheus scraping(Path directory, String scrapeConfigs) throws IOException {
        return run(directory, scrapeConfigs);
    }

    private static RealPrometheus run(Path directory, String settings, String... options) throws IOException {
        var configuration = Files.writeString(directory.resolve("prometheus.yml"), settings);
        var port = freePort();
        var command = new ArrayList<>(List.of(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        var started = new RealPrometheus(process, URI.create("http://127.0.0.1:" + port));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(started::isReady);
        return started;
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
    }

    private boolean isReady() throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve("/-/ready")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            if (!process.isAlive()) {
                throw new AssertionError("prometheus ended with " + process.exitValue());
            }
            return false;
        }
    }

    private static void runToEnd(Path directory, String... command) throws IOException, InterruptedException {
        var log = directory.resolve("promtool.log");
        var exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new AssertionError(String.join(" ", command) + " ended with " + exit + ": " + Files.readString(log));
        }
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
