package io.gennaker.cli.definitions;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.DefinitionLine;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Applies definitions and waits until each is in force.
public final class Applying {
    private static final int POLL_MILLIS = 100;

    private Applying() {}

    /// What applying did to one definition.
    public record Change(String kind, String name, String digest, What change) {
        public enum What {
            CREATED,
            CHANGED,
            UNCHANGED
        }
    }

    /// Definitions with problems: nothing was applied.
    public static final class InvalidDefinitions extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String report;

        InvalidDefinitions(List<Problem> problems) {
            this(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        }

        private InvalidDefinitions(String report) {
            super(report);
            this.report = report;
        }

        /// Every problem on a line of its own.
        public String report() {
            return report;
        }
    }

    public static List<Change> apply(ConsoleClient console, List<DefinitionFile> files, Duration patience) {
        List<Problem> problems =
                files.stream().flatMap(file -> file.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new InvalidDefinitions(problems);
        }
        Map<String, DefinitionLine> before = console.definitions().stream()
                .collect(Collectors.toMap(line -> line.kind() + "/" + line.name(), Function.identity()));
        List<ConsoleClient.Applied> applied = files.stream()
                .flatMap(file -> console.apply(file.name(), file.text(), file.files()).stream())
                .toList();
        awaitLive(console, applied, patience);
        return applied.stream()
                .map(one -> new Change(
                        one.kind(),
                        one.name(),
                        one.digest(),
                        Optional.ofNullable(before.get(one.kind() + "/" + one.name()))
                                .map(old ->
                                        old.digest().equals(one.digest()) ? Change.What.UNCHANGED : Change.What.CHANGED)
                                .orElse(Change.What.CREATED)))
                .toList();
    }

    private static void awaitLive(ConsoleClient console, List<ConsoleClient.Applied> applied, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<DefinitionLine> live = console.definitions();
            List<ConsoleClient.Applied> missing = applied.stream()
                    .filter(one -> live.stream()
                            .noneMatch(line -> line.kind().equals(one.kind())
                                    && line.name().equals(one.name())
                                    && line.digest().equals(one.digest())))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CliFailure(
                        ExitCode.TIMEOUT,
                        "not live after " + patience.toSeconds() + " s: "
                                + missing.stream()
                                        .map(one -> one.kind() + "/" + one.name())
                                        .collect(Collectors.joining(", ")));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }
}
