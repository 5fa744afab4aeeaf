package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FetchedFile.Choice;
import io.gennaker.contracts.FileSource;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which bytes each file from outside has in an execution: what was given; else what the pipeline says; where that
/// cannot be had what the last execution had that succeeded, where `prior` allows it; else the default. What was given
/// has no fallback: nobody gets another version than was asked for.
final class FileChoices {
    private final Map<String, String> beside;
    private final ExecutionCommand.Start command;
    private final Planning.Known known;
    private final List<FetchedFile> chosen = new ArrayList<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final List<Planning.Wanted> missing = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /// @param beside files beside the definition, by path
    FileChoices(
            PipelineDefinition pipeline,
            Map<String, String> beside,
            ExecutionCommand.Start command,
            Planning.Known known) {
        this.beside = beside;
        this.command = command;
        this.known = known;
        checkRefs(pipeline);
        pipeline.fetched().forEach(this::choose);
    }

    List<FetchedFile> chosen() {
        return chosen;
    }

    /// By the path under which stages name them, beside those of the definition.
    Map<String, String> texts() {
        var all = new TreeMap<>(beside);
        all.putAll(texts);
        return all;
    }

    List<Planning.Wanted> missing() {
        return missing;
    }

    List<String> problems() {
        return problems;
    }

    private void checkRefs(PipelineDefinition pipeline) {
        if (command.refs() == null) {
            return;
        }
        var allowed = new TreeSet<String>();
        pipeline.fetched().stream()
                .filter(file -> file.place() instanceof ExpectedFile.InGit)
                .forEach(file -> allowed.add(file.name()));
        new TreeSet<>(command.refs().keySet())
                .stream()
                        .filter(name -> !allowed.contains(name))
                        .forEach(name -> problems.add("a ref is given for " + Problem.quote(name) + "; allowed: "
                                + (allowed.isEmpty() ? "no artifact is of git" : String.join(", ", allowed))));
    }

    private void choose(ExpectedFile file) {
        String given = command.ref(file.name());
        Optional<FileSource> source = file.source(given);
        if (source.isEmpty()) {
            String nobody = "nothing that started the execution names a commit of " + file.words();
            fallBack(file, null, nobody);
            return;
        }
        switch (known.files().of(file.name(), source.get()).orElse(null)) {
            case null -> missing.add(new Planning.Wanted(file.name(), source.get()));
            case FileAnswers.Brought(var commit, var etag, var digest) ->
                add(
                        file,
                        new FetchedFile(
                                file.name(),
                                source.get(),
                                commit,
                                etag,
                                digest,
                                given == null ? Choice.WRITTEN : Choice.GIVEN),
                        known.texts().text(digest));
            case FileAnswers.Failed(var reason) when given != null -> refuse(file, reason);
            case FileAnswers.Failed(var reason) -> fallBack(file, source.get(), reason);
        }
    }

    private void fallBack(ExpectedFile file, @Nullable FileSource source, String reason) {
        Optional<FetchedFile> earlier = file.prior() ? prior(file) : Optional.empty();
        String standard = file.standard() == null ? null : beside.get(file.standard());
        if (earlier.isPresent()) {
            FetchedFile one = earlier.get();
            add(
                    file,
                    new FetchedFile(file.name(), one.source(), one.commit(), one.etag(), one.digest(), Choice.PRIOR),
                    known.texts().text(one.digest()));
        } else if (standard != null) {
            add(file, new FetchedFile(file.name(), source, null, null, Digest.of(standard), Choice.DEFAULT), standard);
        } else {
            refuse(file, reason + (file.prior() ? "; and no execution that succeeded had it" : ""));
        }
    }

    /// A default of before is none to fall back to: the one of now counts.
    private Optional<FetchedFile> prior(ExpectedFile file) {
        return known.prior().get().stream()
                .flatMap(plan -> plan.filesOrNone().stream())
                .filter(earlier -> earlier.choice() != Choice.DEFAULT && file.isAlso(earlier))
                .findFirst();
    }

    private void add(ExpectedFile file, FetchedFile fetched, String text) {
        chosen.add(fetched);
        texts.put(file.path(), text);
    }

    private void refuse(ExpectedFile file, String reason) {
        problems.add("artifact " + Problem.quote(file.name()) + ": " + reason);
    }
}
