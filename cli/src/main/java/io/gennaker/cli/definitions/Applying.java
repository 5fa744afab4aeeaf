package io.gennaker.cli.definitions;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.DefinitionLine;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Applies definitions and waits until each is in force.
public final class Applying {
    private static final int POLL_MILLIS = 100;
    private static final int MOST_NAMED = 20;

    /// A request may have 2 MB, as JSON.
    private static final int LONGEST_BATCH = 900_000;

    private static final int LARGEST_BATCH = 100;

    private final ConsoleClient console;
    private final Options options;
    private final Map<String, DefinitionLine> before = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    private Applying(ConsoleClient console, Options options) {
        this.console = console;
        this.options = options;
    }

    /// What applying did to one definition.
    public record Change(String kind, String name, String digest, What change) {
        public enum What {
            CREATED,
            CHANGED,
            UNCHANGED,
            REMOVED
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

    /// How definitions are applied.
    ///
    /// @param channel that templates are put on; null: `next`
    /// @param source that marks them; null: none
    /// @param prune whether those with the same mark that are not among them are removed
    /// @param dryRun whether nothing is done
    public record Options(
            @Nullable String channel, @Nullable String source, boolean prune, boolean dryRun, Duration patience) {
        public static Options within(Duration patience) {
            return new Options(null, null, false, false, patience);
        }
    }

    public static List<Change> apply(ConsoleClient console, List<DefinitionFile> files, Options options) {
        List<Problem> problems =
                files.stream().flatMap(file -> file.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new InvalidDefinitions(problems);
        }
        return new Applying(console, options).apply(Handed.of(files));
    }

    private List<Change> apply(List<Handed> all) {
        console.definitions().forEach(line -> before.put(line.kind() + "/" + line.name(), line));
        for (DefinitionKind kind : Handed.ORDER) {
            var changed = new ArrayList<Handed>();
            for (Handed handed : all) {
                if (handed.definition().kind() == kind) {
                    sort(handed, changed);
                }
            }
            put(changed);
        }
        if (options.prune()) {
            prune(all);
        }
        return List.copyOf(changes);
    }

    private void sort(Handed handed, List<Handed> changed) {
        DefinitionLine old = before.get(handed.id());
        String digest = handed.written().digest().value();
        boolean same = old != null
                && old.digest().equals(digest)
                && Objects.equals(old.source(), options.source())
                && !(options.channel() != null && handed.definition().kind() == DefinitionKind.PIPELINE_TEMPLATE);
        if (same) {
            add(handed.definition().kind().word(), handed.definition().name(), digest, Change.What.UNCHANGED);
        } else if (options.dryRun()) {
            add(handed.definition().kind().word(), handed.definition().name(), digest, what(handed.id(), digest));
        } else {
            changed.add(handed);
        }
    }

    /// In requests that the server takes: each is stored as a whole or not at all.
    private void put(List<Handed> changed) {
        var applied = new ArrayList<ConsoleClient.Applied>();
        var batch = new ArrayList<Handed>();
        int characters = 0;
        for (Handed handed : changed) {
            if (!batch.isEmpty()
                    && (batch.size() == LARGEST_BATCH || characters + handed.characters() > LONGEST_BATCH)) {
                applied.addAll(send(batch));
                batch.clear();
                characters = 0;
            }
            batch.add(handed);
            characters += handed.characters();
        }
        if (!batch.isEmpty()) {
            applied.addAll(send(batch));
        }
        if (!applied.isEmpty()) {
            awaitLive(console, applied, options.patience());
        }
        applied.forEach(
                one -> add(one.kind(), one.name(), one.digest(), what(one.kind() + "/" + one.name(), one.digest())));
    }

    private List<ConsoleClient.Applied> send(List<Handed> batch) {
        return console.apply(batch.stream().map(Handed::written).toList(), options.channel(), options.source());
    }

    private Change.What what(String id, String digest) {
        return Optional.ofNullable(before.get(id))
                .map(old -> old.digest().equals(digest) && Objects.equals(old.source(), options.source())
                        ? Change.What.UNCHANGED
                        : Change.What.CHANGED)
                .orElse(Change.What.CREATED);
    }

    /// Only what carries the same mark: what others applied stays.
    private void prune(List<Handed> all) {
        Set<String> kept = all.stream().map(Handed::id).collect(Collectors.toSet());
        for (DefinitionKind kind : Handed.ORDER.reversed()) {
            before.values().stream()
                    .filter(line -> line.kind().equals(kind.word()))
                    .filter(line -> options.source() != null && options.source().equals(line.source()))
                    .filter(line -> !kept.contains(line.kind() + "/" + line.name()))
                    .forEach(line -> {
                        if (!options.dryRun()) {
                            console.remove(line.kind(), line.name());
                        }
                        add(line.kind(), line.name(), line.digest(), Change.What.REMOVED);
                    });
        }
    }

    private void add(String kind, String name, String digest, Change.What what) {
        changes.add(new Change(kind, name, digest, what));
    }

    private static void awaitLive(ConsoleClient console, List<ConsoleClient.Applied> applied, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<String, String> live = console.definitions().stream()
                    .collect(Collectors.toMap(line -> line.kind() + "/" + line.name(), DefinitionLine::digest));
            List<ConsoleClient.Applied> missing = applied.stream()
                    .filter(one -> !one.digest().equals(live.get(one.kind() + "/" + one.name())))
                    .toList();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new CliFailure(
                        ExitCode.TIMEOUT,
                        "not live after " + patience.toSeconds() + " s: "
                                + missing.stream()
                                        .limit(MOST_NAMED)
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
