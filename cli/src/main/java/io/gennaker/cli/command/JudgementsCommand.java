package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.Judgement;
import io.gennaker.cli.display.JudgementPage;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Word;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Lists judgements, and what else than answering can be done about them.
@Command(
        name = "judgements",
        description = "List judgements that wait for an answer; show one, take an answer back, hand it on, comment.",
        mixinStandardHelpOptions = true,
        subcommands = {
            JudgementsCommand.Show.class,
            JudgementCommands.Revoke.class,
            JudgementCommands.Delegate.class,
            JudgementCommands.Comment.class
        })
public final class JudgementsCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--all", description = "also those that have ended")
    private boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 50)")
    private int limit = 50;

    @Override
    public Integer call() {
        Session session = session();
        List<Judgement> judgements = session.console().judgements(!all, limit);
        if (session.json()) {
            session.printJson(judgements);
            return ExitCode.OK.code();
        }
        var table = new Table("JUDGEMENT", "TITLE", "OUTCOME", "APPROVALS", "DECIDED BY", "EXPIRES");
        judgements.forEach(judgement -> table.row(
                judgement.id(),
                judgement.title(),
                judgement.open() ? "open" : judgement.outcome() == null ? "withdrawn" : Word.of(judgement.outcome()),
                judgement.approvals(),
                judgement.decidedBy().isEmpty() ? "-" : String.join(", ", judgement.decidedBy()),
                judgement.expiresAt() == null ? "-" : judgement.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }

    Session session() {
        return gennaker.session();
    }

    @Command(
            name = "show",
            description = "Show a judgement: what is asked of whom, which answers it takes, what was done about it.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @ParentCommand
        private JudgementsCommand parent;

        @Parameters(paramLabel = "JUDGEMENT", description = "as judgements names it")
        private String id;

        @Override
        public Integer call() {
            Session session = parent.session();
            Judgement judgement = session.console().judgement(id);
            if (session.json()) {
                session.printJson(judgement);
            } else {
                JudgementPage.lines(judgement).forEach(session::print);
            }
            return ExitCode.OK.code();
        }
    }
}
