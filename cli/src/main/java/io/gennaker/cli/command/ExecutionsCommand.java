package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ExecutionLine;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Text;
import io.gennaker.cli.display.Word;
import io.gennaker.contracts.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Lists executions, the newest first.
@Command(name = "executions", description = "List executions, the newest first.", mixinStandardHelpOptions = true)
public final class ExecutionsCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "only of this pipeline")
    private @Nullable String pipeline;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "only with this one: Queued, Running, Paused, Compensating, Succeeded, Failed, Cancelled, TimedOut")
    private @Nullable String status;

    @Option(names = "--before", paramLabel = "EXECUTION", description = "only those older than this execution")
    private @Nullable String before;

    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 20)")
    private int limit = 20;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<ExecutionLine> executions = session.console().executions(pipeline, status, before, limit);
        if (session.json()) {
            session.printJson(executions);
            return ExitCode.OK.code();
        }
        var table = new Table("EXECUTION", "PIPELINE", "STATUS", "STARTED BY", "AGE", "TOOK", "IMAGES");
        Instant now = Instant.now();
        for (ExecutionLine line : executions) {
            table.row(
                    line.id(),
                    orDash(line.pipeline()),
                    Word.of(line.status()) + remark(line, now),
                    orDash(line.trigger()),
                    line.acceptedAt() == null ? "-" : Text.duration(Duration.between(line.acceptedAt(), now)),
                    line.acceptedAt() == null || line.finishedAt() == null
                            ? "-"
                            : Text.duration(Duration.between(line.acceptedAt(), line.finishedAt())),
                    String.join(", ", line.images()).replaceAll("@sha256:([0-9a-f]{8})[0-9a-f]*", "@$1"));
        }
        table.lines().forEach(session::print);
        return ExitCode.OK.code();
    }

    private static String remark(ExecutionLine line, Instant now) {
        if (line.stalledSince() != null) {
            return " (stands still for " + Text.duration(Duration.between(line.stalledSince(), now)) + ")";
        }
        if (line.status() == ExecutionStatus.QUEUED && line.reason() != null) {
            return " (frozen)";
        }
        return line.openJudgements() > 0 ? " (waits for an answer)" : "";
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
