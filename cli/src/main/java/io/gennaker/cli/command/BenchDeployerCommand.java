package io.gennaker.cli.command;

import io.gennaker.cli.Session;
import io.gennaker.cli.benchmark.deployer.DeployerBenchmark;
import io.gennaker.cli.benchmark.deployer.DeployerLoad;
import io.gennaker.cli.benchmark.deployer.DeployerReport;
import io.gennaker.cli.benchmark.engine.Samples;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Measures the deployer with its broker and its database on a simulated cluster.
@Command(
        name = "deployer",
        description = {
            "API requests per deployment, time from command to answer beyond what the cluster itself takes, watches and"
                    + " memory of the packaged deployer with PostgreSQL (fsync), Kafka (acks=all) and a simulated cluster.",
            "Everything runs on this machine, in a temporary folder, on free ports."
        },
        mixinStandardHelpOptions = true)
public final class BenchDeployerCommand implements Callable<Integer> {
    private static final double MEBIBYTE = 1024.0 * 1024;

    @ParentCommand
    private BenchCommand parent;

    @Option(names = "--deployments", paramLabel = "N", description = "to measure (default: 500)")
    private int deployments = 500;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            description = "commands a second; 0 for all in one instant (default: 0)")
    private int perSecond;

    @Option(
            names = "--pod-start",
            paramLabel = "DURATION",
            description = "from a container's start to its readiness (default: 1s)")
    private Duration podStart = Duration.ofSeconds(1);

    @Option(names = "--warm-up", paramLabel = "N", description = "deployments before (default: 300)")
    private int warmUp = 300;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var session = parent.session();
        var load = new DeployerLoad(deployments, perSecond, podStart, warmUp);
        var report = new DeployerBenchmark(load, session.progress()).run(session.root(), session.environment());
        if (session.json()) {
            session.printJson(report);
        } else {
            print(session, report);
        }
        return 0;
    }

    private static void print(Session session, DeployerReport report) {
        session.print(String.format(
                Locale.ROOT,
                "%d deployments in %.1f s, at most %d under way at once; the deployer took %.1f ms CPU for each",
                report.load().deployments(),
                report.seconds(),
                report.mostUnderWay(),
                report.deployerCpuMillisPerDeployment()));
        session.print(line("overhead", report.overheadMillis()));
        session.print(line("  command to created", report.commandToCreatedMillis()));
        session.print(line("  available to answer", report.availableToAnswerMillis()));
        session.print(line("created to available", report.podsMillis()));
        session.print(String.format(Locale.ROOT, "%.2f requests for each:", report.requestsPerDeployment()));
        report.requests().forEach((what, count) -> session.print("  " + count + " " + what));
        session.print("watches:");
        report.watches().forEach((what, count) -> session.print("  " + count + " " + what));
        session.print(String.format(
                Locale.ROOT,
                "resident memory of the deployer: %.0f MiB before, %.0f MiB after",
                report.residentBytes().before() / MEBIBYTE,
                report.residentBytes().after() / MEBIBYTE));
    }

    private static String line(String what, Samples.Summary summary) {
        return String.format(
                Locale.ROOT,
                "%s: p50 %.1f ms, p99 %.1f ms, max %.1f ms",
                what,
                summary.p50(),
                summary.p99(),
                summary.max());
    }
}
