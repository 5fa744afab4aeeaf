package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.Token;
import io.gennaker.cli.display.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Access tokens: `list`, `create`, `revoke`.
@Command(
        name = "tokens",
        description = "List, make and revoke access tokens.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokensCommand.Listing.class, TokensCommand.Create.class, TokensCommand.Revoke.class})
public final class TokensCommand {
    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    @Command(
            name = "list",
            description = "List your tokens; all, for an administrator.",
            mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private TokensCommand parent;

        @Option(names = "--user", paramLabel = "NAME", description = "only this user's")
        private @Nullable String user;

        @Mixin
        private Limit limit;

        @Override
        public Integer call() {
            Session session = parent.session();
            List<Token> tokens = session.console().tokens(user, limit.value());
            if (session.json()) {
                session.printJson(tokens);
                return ExitCode.OK.code();
            }
            Instant now = Instant.now();
            var table = new Table("TOKEN", "USER", "ROLES", "STATE", "EXPIRES", "DESCRIPTION");
            tokens.forEach(token -> table.row(
                    token.id(),
                    token.user(),
                    String.join(", ", token.roles()),
                    token.state(now),
                    token.expiresAt() == null ? "never" : token.expiresAt().truncatedTo(ChronoUnit.SECONDS),
                    token.description() == null ? "-" : token.description()));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "create",
            description = "Make a token with what you hold, or a part of it; an administrator makes any.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        @ParentCommand
        private TokensCommand parent;

        @Option(names = "--user", paramLabel = "NAME", description = "whose it is (default: yours)")
        private @Nullable String user;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description =
                        "viewer, deployer, judge, maintainer or admin; for one application: deployer@shop; repeatable")
        private @Nullable List<String> roles;

        @Option(names = "--group", paramLabel = "NAME", description = "a group that questions ask for; repeatable")
        private @Nullable List<String> groups;

        @Option(names = "--description", paramLabel = "TEXT", description = "what it is for")
        private @Nullable String description;

        @Option(names = "--valid-for", paramLabel = "DURATION", description = "for example 12h, 30d (default: 90d)")
        private @Nullable Duration validFor;

        @Override
        public Integer call() {
            Session session = parent.session();
            Token.Made made = session.console().createToken(user, roles, groups, description, validFor);
            if (session.json()) {
                session.printJson(made);
                return ExitCode.OK.code();
            }
            // Only the token on the output, so that a script can keep it; it is not shown again.
            session.print(made.secret());
            Token token = made.token();
            String expiry = token.expiresAt() == null
                    ? ""
                    : ", until " + token.expiresAt().truncatedTo(ChronoUnit.SECONDS);
            session.error("token " + token.id() + " of " + token.user() + " with " + String.join(", ", token.roles())
                    + expiry + "; it is not shown again");
            return ExitCode.OK.code();
        }
    }

    @Command(name = "revoke", description = "Make a token open nothing any more.", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @ParentCommand
        private TokensCommand parent;

        @Parameters(paramLabel = "ID", description = "as list names it")
        private String id;

        @Override
        public Integer call() {
            Session session = parent.session();
            Token token = session.console().revokeToken(id);
            if (session.json()) {
                session.printJson(token);
            } else {
                session.print("token " + token.id() + " of " + token.user() + " is revoked");
            }
            return ExitCode.OK.code();
        }
    }
}
