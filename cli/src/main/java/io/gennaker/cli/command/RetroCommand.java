package io.gennaker.cli.command;

import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.Measurement;
import io.gennaker.analysis.canary.MetricSources;
import io.gennaker.analysis.canary.Retrospect;
import io.gennaker.analysis.canary.Sides;
import io.gennaker.analysis.canary.Surroundings;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.display.ReportLines;
import io.gennaker.contracts.AnalysisSpec;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Judges a past time.
@Command(
        name = "retro",
        description = {
            "Judge a time that is past by what the metrics stores hold of it; needs no platform.",
            "The exit code is 0 for Pass and 1 for Fail and Inconclusive."
        },
        mixinStandardHelpOptions = true)
final class RetroCommand implements Callable<Integer> {
    private static final ExecutionId RETRO = new ExecutionId("retro-000000000000");

    @ParentCommand
    private CanaryCommand parent;

    @Mixin
    private AnalysisOptions analysis;

    @Mixin
    private SourceOptions source;

    @Option(
            names = "--baseline",
            paramLabel = "WORKLOAD",
            description = "what is compared with (default: that of an analysis stage)")
    private @Nullable String baseline;

    @Option(
            names = "--canary",
            paramLabel = "WORKLOAD",
            description = "what is judged (default: that of an analysis stage)")
    private @Nullable String canary;

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "as 2026-11-26T12:00:00Z")
    private Instant from;

    @Option(names = "--to", required = true, paramLabel = "TIME", description = "likewise")
    private Instant to;

    @Override
    public Integer call() throws InterruptedException {
        var session = parent.session();
        var report = report();
        if (session.json()) {
            session.printJson(report);
        } else {
            ReportLines.of(report).forEach(session::print);
        }
        return (report.verdict() == Verdict.PASS ? ExitCode.OK : ExitCode.NEGATIVE).code();
    }

    private AnalysisReport report() throws InterruptedException {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("--to: found " + to + ", must be after --from " + from);
        }
        var chosen = analysis.analysis();
        var judged = chosen.workload(canary, "--canary");
        var sides = new Sides(chosen.baseline(baseline, judged), judged);
        var task = new AnalyseCanary(
                new ClusterTarget(source.cluster(), source.cluster()),
                source.namespace(),
                judged,
                chosen.spec().over(Duration.ZERO, Duration.between(from, to)));
        var sources = source.sources();
        var plan = source.planner(sources).plan(RETRO, task, sides, from);
        try {
            return retrospect(chosen.spec(), sources)
                    .judge(plan, OperationId.of(RETRO, "retro", "analyse", 1), Instant.now());
        } catch (QueryRefused refused) {
            throw new CliFailure(ExitCode.INVALID, String.valueOf(refused.getMessage()));
        } catch (MetricSourceUnavailable away) {
            throw new CliFailure(ExitCode.UNREACHABLE, String.valueOf(away.getMessage()));
        }
    }

    private Retrospect retrospect(AnalysisSpec spec, MetricSources sources) {
        var measurement = new Measurement(sources);
        return spec.neighbours() == null
                ? new Retrospect(measurement)
                : new Retrospect(measurement, new Surroundings(source.graphs(), source.planner(sources), measurement));
    }
}
