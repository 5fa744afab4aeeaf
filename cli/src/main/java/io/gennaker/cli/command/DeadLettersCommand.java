package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.DeadLetter;
import io.gennaker.cli.api.DeadLetterLine;
import io.gennaker.cli.display.DeadLetterPage;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Text;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Records that services gave up: `list`, `show`, `replay`.
@Command(
        name = "dead-letters",
        description = "List, show and send back records that a service could not handle.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DeadLettersCommand.Listing.class, DeadLettersCommand.Show.class, DeadLettersCommand.Replay.class
        })
public final class DeadLettersCommand {
    private static final int REASON_COLUMNS = 70;

    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    @Command(name = "list", description = "List dead letters, the newest first.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Option(names = "--service", paramLabel = "NAME", description = "only those that this service gave up")
        private @Nullable String service;

        @Option(names = "--topic", paramLabel = "NAME", description = "only those that came from this topic")
        private @Nullable String topic;

        @Option(names = "--before", paramLabel = "ID", description = "only those older than this dead letter")
        private @Nullable String before;

        @Mixin
        private Limit limit;

        @Override
        public Integer call() {
            Session session = parent.session();
            List<DeadLetterLine> letters = session.console().deadLetters(service, topic, before, limit.value());
            if (session.json()) {
                session.printJson(letters);
                return ExitCode.OK.code();
            }
            var table = new Table("DEAD LETTER", "AT", "SERVICE", "TOPIC", "REPLAYED", "REASON");
            letters.forEach(letter -> table.row(
                    letter.id(),
                    letter.at().truncatedTo(ChronoUnit.SECONDS),
                    letter.service() == null ? "-" : letter.service(),
                    letter.topic() == null ? "-" : letter.topic(),
                    letter.lastReplay() == null ? "-" : letter.lastReplay().number() + "x",
                    Text.cut(letter.reason(), REASON_COLUMNS)));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "show",
            description = "Show a dead letter: where it came from, why it was given up, what it holds.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Parameters(paramLabel = "ID", description = "as list names it")
        private String id;

        @Override
        public Integer call() {
            Session session = parent.session();
            DeadLetter letter = session.console().deadLetter(id);
            if (session.json()) {
                session.printJson(letter);
            } else {
                DeadLetterPage.lines(letter).forEach(session::print);
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "replay",
            description = "Send a dead letter back to its topic, for the service that gave it up.",
            mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
        @ParentCommand
        private DeadLettersCommand parent;

        @Parameters(paramLabel = "ID", description = "as list names it")
        private String id;

        @Option(names = "--force", description = "also when it was sent back before")
        private boolean force;

        @Override
        public Integer call() {
            Session session = parent.session();
            DeadLetter.Replayed replayed = session.console().replayDeadLetter(id, force);
            if (session.json()) {
                session.printJson(replayed);
            } else {
                session.print(id + " is sent to " + replayed.topic() + " for " + replayed.service()
                        + (replayed.again() ? ", again: this is replay " + replayed.number() : ""));
            }
            return ExitCode.OK.code();
        }
    }
}
