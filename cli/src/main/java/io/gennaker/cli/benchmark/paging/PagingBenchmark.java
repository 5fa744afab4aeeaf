package io.gennaker.cli.benchmark.paging;

import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.ExecutionLine;
import io.gennaker.cli.benchmark.engine.BenchPlatform;
import io.gennaker.cli.benchmark.engine.Rows;
import io.gennaker.cli.benchmark.engine.Samples;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Pages of the console's list of executions, by HTTP as `gennaker executions` asks, over very many that have ended.
///
/// The rows are put into the console's table; everything is on this machine and shares it.
public final class PagingBenchmark {
    private static final int WARM_UP = 100;

    private final int finished;
    private final int page;
    private final int looks;
    private final PrintStream progress;
    private final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /// @param finished executions that have ended
    /// @param page lines of a page
    /// @param looks at each kind of page
    /// @param progress where it says what it does
    public PagingBenchmark(int finished, int page, int looks, PrintStream progress) {
        this.finished = finished;
        this.page = page;
        this.looks = looks;
        this.progress = progress;
    }

    /// @param root the repository, with the built modules
    /// @param consoleOf asks the console of a platform
    public PagingReport run(
            Path root, Map<String, String> environment, Function<BenchPlatform, ConsoleClient> consoleOf)
            throws SQLException {
        try (var platform = new BenchPlatform(root, environment, List.of("console"), progress)) {
            progress.println("storing: " + finished + " executions");
            try (var database = platform.database("console")) {
                Rows.finishedExecutions(database, finished);
            }
            var console = consoleOf.apply(platform);
            progress.println("measuring: " + looks + " pages of each kind");
            var millis = new LinkedHashMap<String, Samples.Summary>();
            millis.put("first", measure(() -> console.executions(null, null, null, page)));
            millis.put("next, 100 pages on", walk(console));
            millis.put("from the middle", measure(() -> console.executions(null, null, "page-" + finished / 2, page)));
            millis.put("first of a pipeline", measure(() -> console.executions("pipeline-7", null, null, page)));
            millis.put(
                    "of a pipeline, from the middle",
                    measure(() -> console.executions("pipeline-7", null, "page-" + finished / 2, page)));
            millis.put("first that failed", measure(() -> console.executions(null, "FAILED", null, page)));
            millis.put("of a pipeline that has none", measure(() -> console.executions("none", null, null, page)));
            return new PagingReport(finished, page, millis, Math.round(loadBefore * 100) / 100.0);
        }
    }

    private Samples.Summary measure(Runnable ask) {
        for (int i = 0; i < WARM_UP; i++) {
            ask.run();
        }
        var samples = new Samples();
        for (int i = 0; i < looks; i++) {
            long began = System.nanoTime();
            ask.run();
            samples.add(System.nanoTime() - began);
        }
        return samples.summary();
    }

    private Samples.Summary walk(ConsoleClient console) {
        var samples = new Samples();
        String before = null;
        for (int i = 0; i < Math.max(100, looks); i++) {
            long began = System.nanoTime();
            List<ExecutionLine> lines = console.executions(null, null, before, page);
            samples.add(System.nanoTime() - began);
            if (lines.isEmpty()) {
                break;
            }
            before = lines.getLast().id();
        }
        return samples.summary();
    }
}
