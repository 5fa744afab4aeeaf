package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.DeviceLogin;
import io.gennaker.cli.api.Token;
import io.gennaker.cli.contexts.Contexts;
import io.gennaker.cli.contexts.ContextsFile;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Logs in to a server by its identity provider, and remembers the server as a context.
@Command(
        name = "login",
        description = "Log in to a server by its identity provider, in a browser on any machine.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The server becomes the context of --context (usual: its host), and the one in use. Without --server it is",
            "that of --context, GENNAKER_SERVER, GENNAKER_CONTEXT or the context in use, the first that is there; a",
            "context keeps its name.",
            "Where there is no identity provider: gennaker contexts add NAME --server URL --token-file FILE"
        })
public final class LoginCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--pause", hidden = true)
    private Duration pause = DeviceLogin.USUAL_PAUSE;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        ContextsFile file = session.contextsFile();
        Contexts known = file.read();
        Session.Login login = session.login(known);
        URI server = login.server();
        String name = login.context();
        Token.Made made = new DeviceLogin(server, pause).run(prompt -> ask(session, prompt));
        String tokenFile = file.keep(name, made.secret());
        file.write(known.with(name, new Contexts.Context(server.toString(), tokenFile))
                .using(name));
        Token.Me me = new ConsoleClient(server, made.secret()).me();
        if (session.json()) {
            session.printJson(me);
        } else {
            session.print("logged in to " + name + " as " + me.user() + " with " + String.join(", ", me.roles())
                    + (me.expiresAt() == null ? "" : ", until " + me.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
        }
        return ExitCode.OK.code();
    }

    private static void ask(Session session, DeviceLogin.Prompt prompt) {
        session.error("Open " + (prompt.direct() == null ? prompt.address() : prompt.direct()));
        session.error("and see that it shows the code " + prompt.code());
    }
}
