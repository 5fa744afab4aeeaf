package io.gennaker.cli.command;

import io.gennaker.cli.Session;
import io.gennaker.cli.benchmark.engine.EngineBenchmark;
import io.gennaker.cli.benchmark.engine.EngineReport;
import io.gennaker.cli.benchmark.engine.Workload;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measures the orchestrator with its broker and its database.
@Command(
        name = "engine",
        description = {
            "Stages per second, latencies, CPU and disk of the packaged orchestrator with PostgreSQL (fsync) and Kafka"
                    + " (acks=all), stages answered at once by a worker over Kafka.",
            "Everything runs on this machine, in a temporary folder, on free ports."
        },
        mixinStandardHelpOptions = true)
public final class BenchEngineCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1024.0 * 1024;
    private static final int MOST_PIPELINES = 50;

    @ParentCommand
    private BenchCommand parent;

    @Option(names = "--executions", paramLabel = "N", description = "to measure (default: 1000)")
    private int executions = 1000;

    @Option(names = "--stages", paramLabel = "N", description = "of each, one after another (default: 10)")
    private int stages = 10;

    @Option(names = "--concurrency", paramLabel = "N", description = "executions at once (default: 500)")
    private int concurrency = 500;

    @Option(names = "--warm-up", paramLabel = "N", description = "executions before (default: 1000)")
    private int warmUp = 1000;

    @Option(names = "--orchestrators", paramLabel = "N", description = "processes (default: 1)")
    private int orchestrators = 1;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            description = "executions that wait for an answer or a timer meanwhile; what they cost is measured first"
                    + " (default: 0)")
    private int waiting;

    @Option(
            names = "--pipelines",
            paramLabel = "N",
            description = "over which executions are spread, in turn (default: as many as run at once, at most 50)")
    private @Nullable Integer pipelines;

    @Option(
            names = "--definitions",
            paramLabel = "N",
            description = "pipelines stored beside those that are started, as rows (default: 0)")
    private int definitions;

    @Override
    public Integer call() throws InterruptedException, SQLException {
        var session = parent.session();
        int spread = pipelines == null ? Math.min(concurrency, MOST_PIPELINES) : pipelines;
        var workload =
                new Workload(executions, stages, concurrency, warmUp, orchestrators, waiting, spread, definitions);
        var report = new EngineBenchmark(workload, session.progress()).run(session.root(), session.environment());
        if (session.json()) {
            session.printJson(report);
        } else {
            print(session, report);
        }
        return 0;
    }

    private static void print(Session session, EngineReport report) {
        session.print(String.format(
                Locale.ROOT,
                "%.0f stage transitions/s, %.1f executions/s",
                report.stageTransitionsPerSecond(),
                report.executionsPerSecond()));
        session.print(String.format(
                Locale.ROOT,
                "submit to finish: p50 %.1f ms, p99 %.1f ms; stage end to next stage start: p50 %.1f ms, p99 %.1f ms",
                report.submitToFinishMillis().p50(),
                report.submitToFinishMillis().p99(),
                report.stageEndToNextStartMillis().p50(),
                report.stageEndToNextStartMillis().p99()));
        session.print(String.format(
                Locale.ROOT,
                "per 1,000 stages: %.2f CPU s %s, %.1f MiB to the disk; per 10 stages: %.2f commits",
                report.cpuSecondsPer1000Stages(),
                report.cpuSecondsPer1000StagesByProcess(),
                report.writtenBytesPer1000Stages() / MEBIBYTE,
                report.databaseCommitsPer10Stages()));
        if (report.rest() != null) {
            session.print(String.format(
                    Locale.ROOT,
                    "%d that wait: %.0f bytes of heap each; CPU ms per second at rest %s, before %s",
                    report.workload().waiting(),
                    report.rest().heapBytesPerExecution(),
                    report.rest().after().cpuMillisPerSecond(),
                    report.rest().before().cpuMillisPerSecond()));
        }
        report.residentBytes()
                .forEach((name, bytes) ->
                        session.print(String.format(Locale.ROOT, "%s: %.0f MiB resident", name, bytes / MEBIBYTE)));
    }
}
