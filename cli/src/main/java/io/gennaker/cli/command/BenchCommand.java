package io.gennaker.cli.command;

import io.gennaker.cli.Gennaker;
import io.gennaker.judges.bench.JudgeBenchmark;
import io.gennaker.judges.bench.JudgeBenchmark.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measurements that anyone can repeat.
@Command(
        name = "bench",
        description = "Measure on this machine; needs no server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BenchCommand.Judge.class)
public final class BenchCommand {
    @ParentCommand
    private Gennaker gennaker;

    /// Measures the mann-whitney judge in its Kayenta-compatible mode.
    @Command(
            name = "judge",
            description = "Judgements per CPU second and bytes allocated per judgement, one thread, Kayenta's mode.",
            mixinStandardHelpOptions = true)
    static final class Judge implements Callable<Integer> {
        private static final List<Shape> SHAPES = List.of(new Shape(1, 60), new Shape(50, 60), new Shape(200, 1440));

        @ParentCommand
        private BenchCommand parent;

        @Option(names = "--seconds", paramLabel = "N", description = "CPU seconds to measure each shape (default: 3)")
        private int seconds = 3;

        @Override
        public Integer call() {
            if (seconds < 1 || seconds > 600) {
                throw new IllegalArgumentException("--seconds: found " + seconds + ", must be 1 to 600");
            }
            var session = parent.gennaker.session();
            var results = SHAPES.stream()
                    .map(shape -> JudgeBenchmark.measure(shape, seconds))
                    .toList();
            if (session.json()) {
                session.printJson(Map.of("judge", "mann-whitney", "mode", "kayenta", "threads", 1, "shapes", results));
            } else {
                results.forEach(result -> session.print(String.format(
                        Locale.ROOT,
                        "%d x %d: %.2f calls per CPU second, %d bytes allocated per call, %d calls in %.2f CPU s",
                        result.metrics(),
                        result.points(),
                        result.callsPerCpuSecond(),
                        result.allocatedBytesPerCall(),
                        result.calls(),
                        result.cpuSeconds())));
            }
            return 0;
        }
    }
}
