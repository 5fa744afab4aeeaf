package io.gennaker.cli.command;

import io.gennaker.cli.benchmark.paging.PagingBenchmark;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measures the console's list of executions.
@Command(
        name = "executions",
        description = {
            "Milliseconds for a page of executions over HTTP, of the packaged console with PostgreSQL (fsync), over very many"
                    + " that have ended. They are put into its table as rows.",
            "Everything runs on this machine, in a temporary folder, on free ports."
        },
        mixinStandardHelpOptions = true)
public final class BenchExecutionsCommand implements Callable<Integer> {
    private static final int MOST = 10_000_000;

    @ParentCommand
    private BenchCommand parent;

    @Option(names = "--finished", paramLabel = "N", description = "executions that have ended (default: 1000000)")
    private int finished = 1_000_000;

    @Option(names = "--page", paramLabel = "N", description = "lines of a page (default: 50)")
    private int page = 50;

    @Option(names = "--looks", paramLabel = "N", description = "at each kind of page (default: 200)")
    private int looks = 200;

    @Override
    public Integer call() throws SQLException {
        if (finished < 1 || finished > MOST) {
            throw new IllegalArgumentException("--finished: found " + finished + ", must be 1 to " + MOST);
        }
        var session = parent.session();
        var report = new PagingBenchmark(finished, page, looks, session.progress())
                .run(session.root(), session.environment(), platform -> session.localConsole(platform.platform()));
        if (session.json()) {
            session.printJson(report);
        } else {
            report.pageMillis()
                    .forEach((what, millis) -> session.print(String.format(
                            Locale.ROOT,
                            "%s: p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                            what,
                            millis.p50(),
                            millis.p99(),
                            millis.max())));
        }
        return 0;
    }
}
