package io.gennaker.cli.command;

import io.gennaker.cli.benchmark.analysis.AnalysisBenchmark;
import io.gennaker.cli.benchmark.analysis.AnalysisBenchmark.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measures many analyses at once.
@Command(
        name = "analysis",
        description = {
            "Judge many canaries at once through one bounded source: queries per second, heap, and whether any was lost.",
            "The store is a stub in the same process, which shares the CPU."
        },
        mixinStandardHelpOptions = true)
public final class BenchAnalysisCommand implements Callable<Integer> {
    @ParentCommand
    private BenchCommand parent;

    @Option(names = "--analyses", paramLabel = "N", description = "at once, each of its own execution (default: 1000)")
    private int analyses = 1_000;

    @Option(names = "--metrics", paramLabel = "N", description = "of each analysis (default: 20)")
    private int metrics = 20;

    @Option(names = "--points", paramLabel = "N", description = "of each metric on each side (default: 60)")
    private int points = 60;

    @Option(names = "--at-once", paramLabel = "N", description = "queries at once (default: 8, as the service)")
    private int atOnce = 8;

    @Option(
            names = "--takes",
            paramLabel = "TIME",
            description = "how long the store thinks about each query (default: 1ms)")
    private Duration takes = Duration.ofMillis(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        bounded("--analyses", analyses, 1, 10_000);
        bounded("--metrics", metrics, 1, 50);
        bounded("--points", points, 5, 10_000);
        bounded("--at-once", atOnce, 1, 1_000);
        var session = parent.session();
        var result = AnalysisBenchmark.run(new Load(analyses, metrics, points, atOnce, takes));
        if (session.json()) {
            session.printJson(result);
        } else {
            session.print(String.format(
                    Locale.ROOT,
                    "%d analyses of %d metrics: %d queries in %.1f s, %.0f a second, at most %d at once; %d lost; first"
                            + " analysis after %.1f s; heap at most %d MiB",
                    analyses,
                    metrics,
                    result.queries(),
                    result.seconds(),
                    result.queriesPerSecond(),
                    result.mostAtOnce(),
                    result.lost(),
                    result.firstSeconds(),
                    result.heapPeakMebibytes()));
        }
        return 0;
    }

    private static void bounded(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s: found %d, must be %d to %d".formatted(option, value, least, most));
        }
    }
}
