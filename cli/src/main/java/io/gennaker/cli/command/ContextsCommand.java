package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.contexts.Contexts;
import io.gennaker.cli.display.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Servers by name: lists them; `use`, `add`, `remove`.
@Command(
        name = "contexts",
        description = "List the servers that you know by name; choose, add and remove them.",
        mixinStandardHelpOptions = true,
        subcommands = {ContextsCommand.Use.class, ContextsCommand.Add.class, ContextsCommand.Remove.class},
        footer = {
            "",
            "Which server is called: --server, --context, GENNAKER_SERVER, GENNAKER_CONTEXT, the context in use,",
            "else the local platform, in this order. They are in ~/.config/gennaker/contexts.yaml, or in the folder",
            "GENNAKER_CONFIG; their tokens are in files of their own beside it."
        })
public final class ContextsCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    /// @param current whether it is in use
    record Line(String name, String server, boolean current) {}

    @Override
    public Integer call() {
        Session session = gennaker.session();
        Contexts contexts = session.contextsFile().read();
        List<Line> lines = contexts.contexts().entrySet().stream()
                .map(each -> new Line(
                        each.getKey(), each.getValue().server(), each.getKey().equals(contexts.current())))
                .toList();
        if (session.json()) {
            session.printJson(lines);
            return ExitCode.OK.code();
        }
        var table = new Table("IN USE", "CONTEXT", "SERVER");
        table.row(contexts.current() == null ? "*" : "", Contexts.LOCAL, "the local platform");
        lines.forEach(line -> table.row(line.current() ? "*" : "", line.name(), line.server()));
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }

    /// @param context that was dealt with
    record Done(String context) {}

    static int done(Session session, String name, String said) {
        if (session.json()) {
            session.printJson(new Done(name));
        } else {
            session.print(said);
        }
        return ExitCode.OK.code();
    }

    @Command(name = "use", description = "Choose the server that commands call.", mixinStandardHelpOptions = true)
    static final class Use implements Callable<Integer> {
        @ParentCommand
        private ContextsCommand parent;

        @Parameters(paramLabel = "NAME", description = "a context, or local")
        private String name;

        @Override
        public Integer call() {
            Session session = parent.gennaker.session();
            session.contextsFile().write(session.contextsFile().read().using(name));
            return done(session, name, "commands now call " + name);
        }
    }

    @Command(
            name = "add",
            description = "Add a server with a token, or change it; with an identity provider: gennaker login.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The server is that of --server, else the one that NAME has already, else that of GENNAKER_SERVER."
            })
    static final class Add implements Callable<Integer> {
        @ParentCommand
        private ContextsCommand parent;

        @Parameters(paramLabel = "NAME", description = "of the context")
        private String name;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                required = true,
                description = "file that holds the token; it is read with each command")
        private Path tokenFile;

        @Override
        public Integer call() {
            Session session = parent.gennaker.session();
            Contexts contexts = session.contextsFile().read();
            var context = new Contexts.Context(
                    session.serverOf(Contexts.allowed(name), contexts).toString(),
                    tokenFile.toAbsolutePath().normalize().toString());
            session.contextsFile().write(contexts.with(name, context));
            return done(
                    session,
                    name,
                    "context " + name + " calls " + context.server() + "; use it: gennaker contexts use " + name);
        }
    }

    @Command(name = "remove", description = "Forget a server and its token.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @ParentCommand
        private ContextsCommand parent;

        @Parameters(paramLabel = "NAME", description = "of the context")
        private String name;

        @Override
        public Integer call() {
            Session session = parent.gennaker.session();
            session.contextsFile().write(session.contextsFile().read().without(name));
            session.contextsFile().forget(name);
            return done(session, name, "context " + name + " is forgotten");
        }
    }
}
