package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.display.Text;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Prints logs of the local platform.
@Command(
        name = "logs",
        description = "Print the end of a component's log, or of all logs.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    private static final int POLL_MILLIS = 250;
    private static final int MOST_LINES = 100_000;

    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "COMPONENT", arity = "0..1", description = "as status names it; all when left out")
    private @Nullable String component;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "how many of the last lines (default: 50)")
    private int lines = 50;

    @Option(
            names = {"-f", "--follow"},
            description = "go on with what is added, until interrupted")
    private boolean follow;

    record Log(String component, List<String> lines) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Session session = gennaker.session();
        LocalPlatform platform = session.platform();
        List<String> components = components(session, platform.names());
        if (session.json()) {
            session.printJson(components.stream()
                    .map(name -> new Log(name, platform.logs(name, lines)))
                    .toList());
            return ExitCode.OK.code();
        }
        for (String name : components) {
            if (components.size() > 1) {
                session.print("== " + name);
            }
            platform.logs(name, lines).stream().map(Text::visible).forEach(session::print);
        }
        if (follow) {
            followFile(session, platform.logFile(components.getFirst()));
        }
        return ExitCode.OK.code();
    }

    private List<String> components(Session session, List<String> known) {
        if (lines < 0 || lines > MOST_LINES) {
            throw new CliFailure(ExitCode.USAGE, "--lines is " + lines + "; allowed are 0 to " + MOST_LINES);
        }
        if (follow && component == null) {
            throw new CliFailure(ExitCode.USAGE, "one component is followed: name one of " + String.join(", ", known));
        }
        if (follow && session.json()) {
            throw new CliFailure(ExitCode.USAGE, "what is followed has no end, so it is no JSON document");
        }
        if (component != null && !known.contains(component)) {
            throw new CliFailure(
                    ExitCode.NOT_FOUND, "no component " + component + "; there are " + String.join(", ", known));
        }
        return component == null ? known : List.of(component);
    }

    /// Ends only with the process, or with its reader: a log has no end. A log that was set aside goes on in a new
    /// file.
    private static void followFile(Session session, Path file) throws IOException, InterruptedException {
        long seen = Files.exists(file) ? Files.size(file) : 0;
        while (true) {
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size != seen) {
                seen = printFrom(session, file, size < seen ? 0 : seen);
            }
            session.requireReader();
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// Prints whole lines; the beginning of one that is still being written waits.
    private static long printFrom(Session session, Path file, long start) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            channel.position(start);
            byte[] added = Channels.newInputStream(channel).readNBytes(1_000_000);
            int end = added.length;
            while (end > 0 && added[end - 1] != '\n') {
                end--;
            }
            if (end == 0 && added.length == 1_000_000) {
                end = added.length;
            }
            new String(added, 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .map(Text::visible)
                    .forEach(session::print);
            return start + end;
        }
    }
}
