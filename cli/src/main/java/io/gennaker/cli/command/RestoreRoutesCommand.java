package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Gives routes back what they were.
@Command(
        name = "restore-routes",
        description =
                "Give the routes of a pipeline back what they were before their first canary; prints the id of the"
                        + " execution that does it. The pipeline may have been removed; maintainers may.",
        mixinStandardHelpOptions = true)
public final class RestoreRoutesCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "PIPELINE", description = "its name")
    private String pipeline;

    @Option(names = "--reason", paramLabel = "TEXT", description = "kept with the execution")
    private String reason = "no reason given";

    @Option(
            names = {"-w", "--watch"},
            description = "follow the execution to its end; then the exit code is that of watch")
    private boolean watch;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        var console = session.console();
        String execution = console.restoreRoutes(pipeline, reason);
        if (watch) {
            return Watching.toTheEnd(session, console, execution, Duration.ofDays(1))
                    .code();
        }
        if (session.json()) {
            session.printJson(Map.of("executionId", execution, "pipeline", pipeline));
        } else {
            session.print(execution);
        }
        return ExitCode.OK.code();
    }
}
