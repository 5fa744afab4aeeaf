package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `judgements revoke`, `delegate` and `comment`.
final class JudgementCommands {
    private JudgementCommands() {}

    @Command(
            name = "revoke",
            description = "Take your answer back while the judgement is open; or else the right you handed on.",
            mixinStandardHelpOptions = true)
    static final class Revoke extends Acting {
        @Option(names = "--comment", paramLabel = "TEXT", description = "kept with it")
        private @Nullable String comment;

        @Override
        String act(ConsoleClient console, String judgement) {
            console.revoke(judgement, comment);
            return "revoked";
        }
    }

    @Command(
            name = "delegate",
            description = "Hand your right to decide on a judgement on to another person.",
            mixinStandardHelpOptions = true)
    static final class Delegate extends Acting {
        @Parameters(index = "1", paramLabel = "USER", description = "the person's name, as whoami shows it to them")
        private String to;

        @Option(names = "--comment", paramLabel = "TEXT", description = "kept with it")
        private @Nullable String comment;

        @Override
        String act(ConsoleClient console, String judgement) {
            console.delegate(judgement, to, comment);
            return "handed on to " + to;
        }
    }

    @Command(
            name = "comment",
            description = "Remark something about a judgement, and decide nothing.",
            mixinStandardHelpOptions = true)
    static final class Comment extends Acting {
        @Parameters(index = "1", paramLabel = "TEXT", description = "what to remark")
        private String text;

        @Override
        String act(ConsoleClient console, String judgement) {
            console.comment(judgement, text);
            return "commented";
        }
    }

    private abstract static class Acting implements Callable<Integer> {
        @ParentCommand
        private JudgementsCommand parent;

        @Parameters(index = "0", paramLabel = "JUDGEMENT", description = "as judgements names it")
        private String judgement;

        /// Does it, and says what was done.
        abstract String act(ConsoleClient console, String judgement);

        @Override
        public Integer call() {
            Session session = parent.session();
            String done = act(session.console(), judgement);
            if (session.json()) {
                session.printJson(Map.of("judgementId", judgement, "result", done));
            } else {
                session.print(judgement + ": " + done);
            }
            return ExitCode.OK.code();
        }
    }
}
