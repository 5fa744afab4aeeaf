package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.display.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Decides what an execution has recorded once more.
@Command(
        name = "replay",
        description = {
            "Decide the recorded moves of an execution once more, from its plan, and compare. Changes nothing.",
            "Exit code 1 when a decision comes out otherwise; the first difference is printed."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION", description = "its id")
    private String execution;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        var replay = session.console().replay(execution);
        if (session.json()) {
            session.printJson(replay);
        } else if (replay.same()) {
            session.print(execution + ": " + replay.moves() + " recorded moves give the same decisions");
        } else {
            session.print(execution + ": decided otherwise: " + Text.clean(String.valueOf(replay.difference())));
        }
        return (replay.same() ? ExitCode.OK : ExitCode.NEGATIVE).code();
    }
}
