package io.gennaker.cli.command;

import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.display.ReportLines;
import io.gennaker.contracts.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Shows the evidence behind a verdict.
@Command(
        name = "report",
        description = "Show the report of an analysis that has ended; -o json has every number needed to draw it.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ParentCommand
    private CanaryCommand parent;

    @Parameters(paramLabel = "ID", description = "the operation, as EXECUTION/STAGE/STEP/ATTEMPT")
    private String id;

    @Option(
            names = "--analysis",
            paramLabel = "URL",
            description = "address of the analysis service (default: GENNAKER_ANALYSIS, else the local platform's)")
    private @Nullable URI analysis;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var session = parent.session();
        var text = fetched(address());
        if (session.json()) {
            session.printJson(MessageCodec.json().readTree(text));
        } else {
            ReportLines.of(MessageCodec.json().readValue(text, AnalysisReport.class))
                    .forEach(session::print);
        }
        return ExitCode.OK.code();
    }

    private URI address() {
        var named = parent.session().environment().getOrDefault("GENNAKER_ANALYSIS", "");
        if (analysis != null) {
            return analysis;
        }
        return URI.create(named.isBlank() ? parent.session().platform().serviceUrl("analysis") : named.strip());
    }

    private String fetched(URI server) throws InterruptedException {
        if (!id.matches("[A-Za-z0-9._/-]{1,250}")) {
            throw new IllegalArgumentException("ID: found '" + id + "', must be EXECUTION/STAGE/STEP/ATTEMPT");
        }
        var base = server.toString();
        var request = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base : base + "/") + "reports/" + id))
                .timeout(TIMEOUT)
                .build();
        try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> answer.body();
                case 404 -> throw new CliFailure(ExitCode.NOT_FOUND, "found no report of " + id + " at " + server);
                default ->
                    throw new CliFailure(
                            ExitCode.UNREACHABLE, server + " answered " + answer.statusCode() + ": " + answer.body());
            };
        } catch (IOException away) {
            throw new CliFailure(ExitCode.UNREACHABLE, "the analysis service at " + server + " is not there");
        }
    }
}
