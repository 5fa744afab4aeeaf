package io.gennaker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.cli.Gennaker.Format;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.contexts.Contexts;
import io.gennaker.cli.contexts.ContextsFile;
import io.gennaker.cli.display.Terminal;
import io.gennaker.cli.display.Yaml;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What commands share: where to print, whom to call. Progress goes to `err` when `out` carries JSON.
public final class Session {
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private Format format = Format.text;
    private @Nullable String server;
    private @Nullable String context;

    /// @param environment of the process, or what is to be taken for it
    public Session(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    void choose(Format chosen, @Nullable String serverUrl, @Nullable String contextName) {
        format = chosen;
        server = serverUrl;
        context = contextName;
    }

    /// Whether programs read the output: one document, as JSON or as the same in YAML.
    public boolean json() {
        return format == Format.json || format == Format.yaml;
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
        return json() ? err : out;
    }

    /// Prints the one document of a command.
    public void printJson(Object value) {
        if (format == Format.yaml) {
            out.print(Yaml.of(ConsoleClient.json().valueToTree(value)));
            return;
        }
        try {
            out.println(ConsoleClient.json().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    /// With JSON on `out` nothing is drawn: progress then goes to `err` as plain lines.
    public Terminal terminal() {
        return json() ? Terminal.plain() : Terminal.detect(environment);
    }

    public LocalPlatform platform() {
        return LocalPlatform.open(root(), environment);
    }

    /// The console of `--server`, `--context`, `GENNAKER_SERVER`, `GENNAKER_CONTEXT` or the context in use, the
    /// first that is there; else that of the local platform.
    public ConsoleClient console() {
        if (server != null) {
            return consoleAt(server);
        }
        if (context != null) {
            return consoleOf(context);
        }
        if (!usualServer().isBlank()) {
            return consoleAt(usualServer());
        }
        String named = environment.getOrDefault("GENNAKER_CONTEXT", "");
        String current = named.isBlank() ? contextsFile().read().current() : named;
        return current == null ? localConsole(platform()) : consoleOf(current);
    }

    private ConsoleClient consoleAt(String url) {
        String token = environment.getOrDefault("GENNAKER_TOKEN", "").strip();
        if (token.isEmpty()) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "GENNAKER_TOKEN must hold the token for " + url + "; or log in: gennaker login --server " + url);
        }
        return new ConsoleClient(URI.create(url.strip()), token);
    }

    /// The console of a context.
    public ConsoleClient consoleOf(String name) {
        if (name.equals(Contexts.LOCAL)) {
            return localConsole(platform());
        }
        Contexts.Context found = contextsFile().read().named(name);
        return new ConsoleClient(URI.create(found.server()), contextsFile().token(name, found));
    }

    public ContextsFile contextsFile() {
        return ContextsFile.of(environment);
    }

    /// That of `--context`, else of `GENNAKER_CONTEXT`.
    public Optional<String> contextName() {
        return Optional.ofNullable(context == null ? environment.get("GENNAKER_CONTEXT") : context)
                .filter(name -> !name.isBlank());
    }

    /// Where a person logs in, and the context that it becomes.
    public record Login(String context, URI server) {}

    /// That of `--server`, `--context`, `GENNAKER_SERVER`, `GENNAKER_CONTEXT` or the context in use, the first that
    /// is there. A context keeps its name and its server; a server without a name is named after its host.
    ///
    /// @throws CliFailure when no server is named
    public Login login(Contexts known) {
        String address = server == null ? usualServer() : server;
        if (context == null && !address.isBlank()) {
            URI named = ConsoleClient.address(address.strip());
            return new Login(Contexts.allowed(named.getHost()), named);
        }
        String name = contextName()
                .or(() -> Optional.ofNullable(known.current()))
                .map(Contexts::allowed)
                .orElseThrow(Session::noServer);
        return new Login(name, serverOf(name, known));
    }

    /// That of `--server`, else the one that the context has, else that of `GENNAKER_SERVER`; never another context's,
    /// which would be sent this one's token.
    ///
    /// @throws CliFailure when no server is named
    public URI serverOf(String name, Contexts known) {
        Contexts.Context again = known.contexts().get(name);
        String url = server != null ? server : again != null ? again.server() : usualServer();
        if (url.isBlank()) {
            throw noServer();
        }
        return ConsoleClient.address(url.strip());
    }

    private static CliFailure noServer() {
        return new CliFailure(ExitCode.USAGE, "which server? Give its address once: --server https://HOST");
    }

    private String usualServer() {
        return environment.getOrDefault("GENNAKER_SERVER", "");
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
