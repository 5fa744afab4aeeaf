package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Starts a pipeline.
@Command(name = "run", description = "Start a pipeline; prints the execution's id.", mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "PIPELINE", description = "its name")
    private String pipeline;

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "a parameter of the pipeline; may be given more than once")
    private Map<String, String> parameters = Map.of();

    @Option(
            names = {"-i", "--image"},
            paramLabel = "NAME=IMAGE",
            description = "an artifact, as repository[:tag]@sha256:...")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--ref",
            paramLabel = "NAME=REF",
            description = "branch, tag or commit of an artifact from Git; without it, as the pipeline says")
    private Map<String, String> refs = Map.of();

    @Option(names = "--key", paramLabel = "TEXT", description = "asked for again with the same key, nothing new starts")
    private @Nullable String key;

    @Option(
            names = {"-w", "--watch"},
            description = "follow the execution to its end; then the exit code is that of watch")
    private boolean watch;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        ConsoleClient console = session.console();
        String execution = console.start(pipeline, parameters, images, refs, key);
        if (watch) {
            return Watching.toTheEnd(session, console, execution, Duration.ofDays(7))
                    .code();
        }
        if (session.json()) {
            session.printJson(Map.of("executionId", execution));
        } else {
            session.print(execution);
        }
        return ExitCode.OK.code();
    }
}
