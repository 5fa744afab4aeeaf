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

    @Mixin
    private MadeExecution made;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        String execution = session.console().restoreRoutes(pipeline, made.reason());
        return made.tell(session, execution, Map.entry("pipeline", pipeline), Duration.ofDays(1));
    }
}
