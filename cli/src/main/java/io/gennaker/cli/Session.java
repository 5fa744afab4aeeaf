package io.gennaker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.display.Terminal;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What commands share: where to print, whom to call. Progress goes to `err` when `out` carries JSON.
public final class Session {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private boolean json;
    private @Nullable String server;

    /// @param environment of the process, or what is to be taken for it
    public Session(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    void choose(boolean asJson, @Nullable String serverUrl) {
        json = asJson;
        server = serverUrl;
    }

    public boolean json() {
        return json;
    }

    public Map<String, String> environment() {
        return environment;
    }

    /// The repository, with the built modules.
    public Path root() {
        return Path.of(environment.getOrDefault("GENNAKER_ROOT", "."));
    }

    /// Prints a line of the result.
    ///
    /// @throws CliFailure with OUTPUT_CLOSED when nobody reads it
    public void print(String line) {
        out.println(line);
        requireReader();
    }

    /// Prints a message that is no part of the result.
    public void error(String line) {
        err.println(line);
    }

    /// @throws CliFailure with OUTPUT_CLOSED when nobody reads the output any more: what goes on only to be printed
    /// then ends
    public void requireReader() {
        if (out.checkError()) {
            throw new CliFailure(ExitCode.OUTPUT_CLOSED, "");
        }
    }

    /// For people only: never part of what a script reads.
    public PrintStream progress() {
        return json ? err : out;
    }

    /// Prints the one JSON document of a command.
    public void printJson(Object value) {
        try {
            out.println(ConsoleClient.json().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    /// With JSON on `out` nothing is drawn: progress then goes to `err` as plain lines.
    public Terminal terminal() {
        return json ? Terminal.plain() : Terminal.detect(environment);
    }

    public LocalPlatform platform() {
        return LocalPlatform.open(root(), environment);
    }

    /// The console named by `--server` or `GENNAKER_SERVER`, else that of the local platform.
    public ConsoleClient console() {
        String url = server == null ? environment.getOrDefault("GENNAKER_SERVER", "") : server;
        if (url.isBlank()) {
            return localConsole(platform());
        }
        String token = environment.getOrDefault("GENNAKER_TOKEN", "").strip();
        if (token.isEmpty()) {
            throw new CliFailure(ExitCode.USAGE, "GENNAKER_TOKEN must hold the token for " + url);
        }
        return new ConsoleClient(URI.create(url.strip()), token);
    }

    public ConsoleClient localConsole(LocalPlatform platform) {
        Path file = platform.consoleTokenFile();
        try {
            return new ConsoleClient(
                    URI.create(platform.consoleUrl()), Files.readString(file).strip());
        } catch (IOException missing) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE,
                    "the local platform has never been started here (no " + file + "): ./gennaker up");
        }
    }
}
