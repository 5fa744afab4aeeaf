package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.Judgement;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Word;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Lists judgements.
@Command(name = "judgements", description = "List judgements that wait for an answer.", mixinStandardHelpOptions = true)
public final class JudgementsCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--all", description = "also those that have ended")
    private boolean all;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<Judgement> judgements = session.console().judgements(!all);
        if (session.json()) {
            session.printJson(judgements);
            return ExitCode.OK.code();
        }
        var table = new Table("JUDGEMENT", "TITLE", "OUTCOME", "DECIDED BY", "EXPIRES");
        judgements.forEach(judgement -> table.row(
                judgement.id(),
                judgement.title(),
                judgement.open() ? "open" : judgement.outcome() == null ? "withdrawn" : Word.of(judgement.outcome()),
                judgement.decidedBy().isEmpty() ? "-" : String.join(", ", judgement.decidedBy()),
                judgement.expiresAt() == null ? "-" : judgement.expiresAt().truncatedTo(ChronoUnit.SECONDS)));
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }
}
