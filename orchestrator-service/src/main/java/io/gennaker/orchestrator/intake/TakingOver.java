package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FetchedFile.Choice;
import io.gennaker.contracts.FileSource;
import io.gennaker.pipeline.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes the plan of one that waited anew, where images or files that it takes over of the last execution that
/// succeeded are no longer those: another one delivered meanwhile, and would be taken back without a word.
///
/// What was given with the start stays, and so do files that were brought. The pipeline is the one that is in
/// force, as for a start that came now. Runs once more keep their plan.
public final class TakingOver implements Renewal {
    private final DefinitionStore definitions;
    private final Planning planning;
    private final ExecutionStore store;
    private final FileTexts texts;

    public TakingOver(DefinitionStore definitions, Planning planning, ExecutionStore store, FileTexts texts) {
        this.definitions = definitions;
        this.planning = planning;
        this.store = store;
        this.texts = texts;
    }

    @Override
    public Outcome of(StoredExecution waiting, Plan plan, Supplier<Optional<Plan>> meant) {
        var origin = store.origin(waiting.id());
        var notGiven = origin.notGiven();
        if (notGiven == null || notGiven.isEmpty() && plan.files() == null) {
            return new Stays();
        }
        return meant.get()
                .flatMap(now -> other(plan, notGiven, now).map(other -> anew(waiting, plan, origin, now, other)))
                .orElseGet(Stays::new);
    }

    /// What was delivered meanwhile in place of something that the plan took over, in words.
    private static Optional<String> other(Plan plan, List<String> notGiven, Plan now) {
        var images = plan.artifacts().stream()
                .filter(artifact -> notGiven.contains(artifact.name()))
                .flatMap(artifact -> now.artifacts().stream().filter(other -> replaces(other, artifact)))
                .map(other -> other.image().toString());
        var files = plan.filesOrNone().stream()
                .filter(file -> !isBrought(file))
                .flatMap(file -> now.filesOrNone().stream().filter(other -> replaces(other, file)))
                .map(other -> "file " + other.name());
        return Stream.concat(images, files).findFirst();
    }

    private static boolean replaces(Artifact other, Artifact before) {
        return other.name().equals(before.name())
                && other.image().repository().equals(before.image().repository())
                && !other.image().pinned().equals(before.image().pinned());
    }

    private static boolean replaces(FetchedFile other, FetchedFile before) {
        return other.name().equals(before.name())
                && other.choice() != Choice.DEFAULT
                && !other.digest().equals(before.digest());
    }

    private static boolean isBrought(FetchedFile file) {
        return file.choice() == Choice.GIVEN || file.choice() == Choice.WRITTEN;
    }

    private Outcome anew(StoredExecution waiting, Plan plan, Origin origin, Plan now, String other) {
        var pipeline = definitions.find(DefinitionKind.PIPELINE, waiting.pipeline());
        if (pipeline.isEmpty()) {
            return outdated(other, "the pipeline was removed, too");
        }
        var known = new Planning.Known(() -> Optional.of(now), answers(plan), texts);
        return switch (planning.plan(
                pipeline.get(), definitions.all(DefinitionKind.CLUSTER), command(waiting, plan, origin), known)) {
            // Whoever may start it may not start it of another application, too.
            case Planning.Planned(var renewed, var _)
            when !renewed.application().equals(plan.application()) ->
                outdated(other, "the pipeline is of application '" + renewed.application() + "' by now");
            case Planning.Planned(var renewed, var digest) ->
                digest.equals(waiting.plan()) ? new Stays() : new Anew(renewed, digest, origin);
            case Planning.Refused(var problems) -> outdated(other, String.join("; ", problems));
            case Planning.Missing missing ->
                outdated(other, "files must be brought: " + missing.files().getFirst());
        };
    }

    private static Outcome outdated(String other, String why) {
        return new Outdated(other + " was delivered while it waited, and its plan cannot be made anew (" + why
                + "); start it anew");
    }

    /// The start that it was, with what was made of it: parameters with their defaults, tags with their digests.
    private static ExecutionCommand.Start command(StoredExecution waiting, Plan plan, Origin origin) {
        var notGiven = Optional.ofNullable(origin.notGiven()).orElse(List.of());
        return new ExecutionCommand.Start(
                waiting.id(),
                waiting.pipeline(),
                plan.trigger(),
                plan.parameters(),
                plan.artifacts().stream()
                        .filter(artifact -> !notGiven.contains(artifact.name()))
                        .toList(),
                origin.acceptedAt(),
                null,
                refs(plan));
    }

    private static Map<String, String> refs(Plan plan) {
        var refs = new TreeMap<String, String>();
        for (FetchedFile file : plan.filesOrNone()) {
            if (file.choice() == Choice.GIVEN && file.source() instanceof FileSource.GitFile git) {
                refs.put(file.name(), git.ref());
            }
        }
        return refs;
    }

    private static FileAnswers answers(Plan plan) {
        return (name, source) -> plan.filesOrNone().stream()
                .filter(file -> file.name().equals(name))
                // Another place may be written by now: these bytes are not of there.
                .filter(file -> !isBrought(file) || source.equals(file.source()))
                .findFirst()
                .map(file -> isBrought(file)
                        ? new FileAnswers.Brought(file.commit(), file.etag(), file.digest())
                        : new FileAnswers.Failed("it could not be had when the execution was accepted"));
    }
}
