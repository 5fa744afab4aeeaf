package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.contexts.Contexts;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// Ends the log-in of a context.
@Command(
        name = "logout",
        description = "End the log-in of the context in use: its token opens nothing any more.",
        mixinStandardHelpOptions = true)
public final class LogoutCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        Contexts contexts = session.contextsFile().read();
        String name = session.contextName()
                .or(() -> Optional.ofNullable(contexts.current()))
                .orElseThrow(() -> new CliFailure(ExitCode.USAGE, "no context is in use: gennaker contexts"));
        contexts.named(name);
        ConsoleClient console = session.consoleOf(name);
        console.revokeToken(console.me().token());
        session.contextsFile().forget(name);
        return ContextsCommand.done(session, name, "logged out of " + name);
    }
}
