package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.NoticeLine;
import io.gennaker.cli.display.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Lists what people were told by rules.
@Command(
        name = "notices",
        description = "List what people were told by notification rules, the newest first, and why they were not.",
        mixinStandardHelpOptions = true)
public final class NoticesCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--execution", paramLabel = "ID", description = "only of this execution")
    private @Nullable String execution;

    @Option(names = "--failed", description = "only those that people were not told")
    private boolean failed;

    @Mixin
    private Limit limit;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<NoticeLine> notices = session.console().notices(execution, failed, limit.value());
        if (session.json()) {
            session.printJson(notices);
            return ExitCode.OK.code();
        }
        var table = new Table("AT", "EXECUTION", "RULE", "OCCASION", "CHANNEL", "TO", "OUTCOME");
        notices.forEach(notice -> table.row(
                notice.at().truncatedTo(ChronoUnit.SECONDS),
                notice.executionId(),
                notice.rule().isEmpty() ? "-" : notice.rule(),
                notice.occasion().isEmpty() ? "update" : notice.occasion(),
                notice.channel(),
                notice.to(),
                notice.failure() == null ? "sent" : "failed: " + notice.failure()));
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }
}
