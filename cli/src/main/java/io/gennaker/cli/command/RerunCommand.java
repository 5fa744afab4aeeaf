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

/// Runs the plan of an execution once more.
@Command(
        name = "rerun",
        description = "Run the plan of an execution once more, the same digest; prints the new execution's id.",
        mixinStandardHelpOptions = true)
public final class RerunCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION", description = "its id")
    private String execution;

    @Option(names = "--reason", paramLabel = "TEXT", description = "kept with the new execution")
    private String reason = "no reason given";

    @Option(
            names = {"-w", "--watch"},
            description = "follow the execution to its end; then the exit code is that of watch")
    private boolean watch;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        var console = session.console();
        String again = console.rerun(execution, reason);
        if (watch) {
            return Watching.toTheEnd(session, console, again, Duration.ofDays(7))
                    .code();
        }
        if (session.json()) {
            session.printJson(Map.of("executionId", again, "rerunOf", execution));
        } else {
            session.print(again);
        }
        return ExitCode.OK.code();
    }
}
