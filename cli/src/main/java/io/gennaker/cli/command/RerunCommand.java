package io.gennaker.cli.command;

import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private MadeExecution made;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        String executionId = session.console().rerun(execution, made.reason());
        return made.tell(session, executionId, Map.entry("rerunOf", execution), Duration.ofDays(7));
    }
}
