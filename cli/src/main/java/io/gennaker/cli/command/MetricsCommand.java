package io.gennaker.cli.command;

import io.gennaker.analysis.canary.AnalysisPlan;
import io.gennaker.analysis.canary.PlannedMetric;
import io.gennaker.analysis.canary.Sides;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.gennaker.analysis.metrics.SampleGrid;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import io.gennaker.analysis.metrics.Unit;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.display.Table;
import io.gennaker.contracts.AnalysisTask.AnalyseCanary;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// What the metrics of an analysis give.
@Command(
        name = "metrics",
        description = "Look at metrics before something is delivered; needs no platform.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = MetricsCommand.Preview.class)
public final class MetricsCommand {
    @ParentCommand
    private Gennaker gennaker;

    /// Runs the queries.
    @Command(
            name = "preview",
            description = {
                "Run the queries of an analysis for one workload and show what they give.",
                "The exit code is 3 when a query is refused, or gives none or several series."
            },
            mixinStandardHelpOptions = true)
    static final class Preview implements Callable<Integer> {
        private static final ExecutionId PREVIEW = new ExecutionId("preview-000000000000");

        @ParentCommand
        private MetricsCommand parent;

        @Mixin
        private AnalysisOptions analysis;

        @Mixin
        private SourceOptions source;

        @Option(
                names = "--workload",
                paramLabel = "NAME",
                description = "whose metrics (default: the workload of an analysis stage)")
        private @Nullable String workload;

        @Option(names = "--since", paramLabel = "TIME", description = "how far back (default: 10m)")
        private Duration since = Duration.ofMinutes(10);

        /// What one query gave.
        ///
        /// @param problem why an analysis could not use it; null when it could
        public record Found(
                String metric,
                String query,
                int series,
                long samples,
                @Nullable Double least,
                @Nullable Double mean,
                @Nullable Double greatest,
                @Nullable String problem) {}

        @Override
        public Integer call() throws InterruptedException {
            var session = parent.gennaker.session();
            var found = found();
            if (session.json()) {
                session.printJson(found);
            } else {
                var table = new Table("METRIC", "SERIES", "SAMPLES", "LEAST", "MEAN", "GREATEST", "PROBLEM");
                found.forEach(one -> table.row(
                        one.metric(),
                        one.series(),
                        one.samples(),
                        orDash(one.least()),
                        orDash(one.mean()),
                        orDash(one.greatest()),
                        one.problem() == null ? "-" : one.problem()));
                table.lines().forEach(session::print);
            }
            var allGood = found.stream().allMatch(one -> one.problem() == null);
            return (allGood ? ExitCode.OK : ExitCode.INVALID).code();
        }

        private static String orDash(@Nullable Double value) {
            return value == null ? "-" : Unit.number(value);
        }

        private List<Found> found() throws InterruptedException {
            var to = Instant.ofEpochSecond(Instant.now().getEpochSecond());
            var chosen = analysis.analysis();
            var whose = chosen.workload(workload, "--workload");
            var task = new AnalyseCanary(
                    new ClusterTarget(source.cluster(), source.cluster()), source.namespace(), whose, chosen.spec());
            var sources = source.sources();
            var plan = source.planner(sources).plan(PREVIEW, task, new Sides(whose, whose), to);
            var grid = new SampleGrid(to.minus(since), to, plan.window().step());
            var found = new ArrayList<Found>();
            for (var metric : plan.metrics()) {
                found.add(look(sources.of(metric.spec()), plan, metric, grid));
            }
            return found;
        }

        private static Found look(SeriesSource server, AnalysisPlan plan, PlannedMetric metric, SampleGrid grid)
                throws InterruptedException {
            var query = plan.query(metric, Track.CANARY);
            try {
                return counted(metric.spec().name(), query, server.range(query, grid));
            } catch (QueryRefused refused) {
                return new Found(metric.spec().name(), query, 0, 0, null, null, null, refused.getMessage());
            } catch (MetricSourceUnavailable away) {
                throw new CliFailure(ExitCode.UNREACHABLE, String.valueOf(away.getMessage()));
            }
        }

        private static Found counted(String name, String query, List<Series> answer) {
            var values = answer.stream()
                    .flatMap(series -> series.points().stream())
                    .mapToDouble(Series.Point::value)
                    .filter(Double::isFinite)
                    .summaryStatistics();
            var hasValues = values.getCount() > 0;
            var problem = answer.size() == 1 && hasValues
                    ? null
                    : "found %d series with %d values, must be one with values; asked %s"
                            .formatted(answer.size(), values.getCount(), query);
            return new Found(
                    name,
                    query,
                    answer.size(),
                    values.getCount(),
                    hasValues ? values.getMin() : null,
                    hasValues ? values.getAverage() : null,
                    hasValues ? values.getMax() : null,
                    problem);
        }
    }
}
