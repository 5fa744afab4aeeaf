package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.Token;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// Says who the server takes the caller for.
@Command(
        name = "whoami",
        description = "Say who you are to the server, and your roles.",
        mixinStandardHelpOptions = true)
public final class WhoamiCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        Token.Me me = session.console().me();
        if (session.json()) {
            session.printJson(me);
        } else {
            session.print(me.user() + " with " + String.join(", ", me.roles())
                    + (me.expiresAt() == null ? "" : ", until " + me.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
        }
        return ExitCode.OK.code();
    }
}
