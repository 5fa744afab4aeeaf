package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Cancels an execution; what it has begun is taken back.
@Command(
        name = "cancel",
        description = "Cancel an execution; what it has begun is taken back.",
        mixinStandardHelpOptions = true)
public final class CancelCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION", description = "its id")
    private String execution;

    @Option(names = "--reason", paramLabel = "TEXT", description = "kept with the execution")
    private String reason = "no reason given";

    @Override
    public Integer call() {
        Session session = gennaker.session();
        session.console().cancel(execution, reason);
        if (session.json()) {
            session.printJson(Map.of("executionId", execution, "cancelRequested", true));
        } else {
            session.print("cancel of " + execution + " is requested");
        }
        return ExitCode.OK.code();
    }
}
