package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.AuditEntry;
import io.gennaker.cli.display.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Shows who did what.
@Command(
        name = "audit",
        description = "List what users did or were refused, the newest first.",
        mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--user", paramLabel = "NAME", description = "only what this user did")
    private @Nullable String user;

    @Option(names = "--before", paramLabel = "ID", description = "only what is older than this entry")
    private @Nullable Long before;

    @Mixin
    private Limit limit;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<AuditEntry> entries = session.console().audit(user, before, limit.value());
        if (session.json()) {
            session.printJson(entries);
            return ExitCode.OK.code();
        }
        var table = new Table("ENTRY", "AT", "USER", "FROM", "STATUS", "WHAT");
        entries.forEach(entry -> table.row(
                entry.id(),
                entry.at().truncatedTo(ChronoUnit.SECONDS),
                entry.user(),
                entry.address() + " " + entry.channel(),
                entry.status(),
                entry.action().substring(0, entry.action().indexOf(' ')) + " " + entry.path()));
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }
}
