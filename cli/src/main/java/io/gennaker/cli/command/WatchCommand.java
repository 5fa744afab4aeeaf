package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Follows an execution to its end.
@Command(
        name = "watch",
        description = "Follow an execution; ends with 0 when it succeeded, with 1 when not.",
        mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION", description = "its id")
    private String execution;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "give up after this time, for example 10m (default: 7d)")
    private Duration timeout = Duration.ofDays(7);

    @Override
    public Integer call() {
        Session session = gennaker.session();
        ConsoleClient console = session.console();
        if (console.execution(execution).isEmpty()) {
            throw new CliFailure(
                    ExitCode.NOT_FOUND, "no execution " + execution + "; those there are: gennaker executions");
        }
        return Watching.toTheEnd(session, console, execution, timeout).code();
    }
}
