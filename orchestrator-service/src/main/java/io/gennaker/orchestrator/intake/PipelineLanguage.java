package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.PlanInput;
import io.gennaker.pipeline.PlanResult;
import io.gennaker.pipeline.Planner;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// [Reading] and [Planning] by the pipeline language. A definition that is stored was read before, so it is valid.
public final class PipelineLanguage implements Reading, Planning {
    @Override
    public Reading.Outcome read(DefinitionCommand.Apply command) {
        var problems = new ArrayList<String>();
        Map<String, String> files = unpack(command.files(), problems);
        switch (Definitions.read(command.fileName(), command.document())) {
            case ReadResult.Invalid(var found) -> found.forEach(problem -> problems.add(problem.text()));
            case ReadResult.Read(var documents)
            when documents.size() > 1 ->
                problems.add(command.fileName() + ": found " + documents.size() + " documents; allowed: one");
            case ReadResult.Read(var documents) -> {
                Definition definition = documents.getFirst().definition();
                problems.addAll(check(definition, command, files));
                if (problems.isEmpty()) {
                    return new Valid(version(command, files), concurrency(definition));
                }
            }
        }
        return new Invalid(problems);
    }

    private static Map<String, String> unpack(Map<String, CompressedText> files, List<String> problems) {
        var texts = new TreeMap<String, String>();
        files.forEach((path, packed) -> {
            try {
                texts.put(path, packed.text());
            } catch (IllegalArgumentException unreadable) {
                problems.add(path + ": " + unreadable.getMessage());
            }
        });
        return texts;
    }

    private static List<String> check(
            Definition definition, DefinitionCommand.Apply command, Map<String, String> files) {
        var problems = new ArrayList<String>();
        if (definition.kind() != command.kind() || !definition.name().equals(command.name())) {
            problems.add(command.fileName() + ": found " + definition.kind() + " " + Problem.quote(definition.name())
                    + "; allowed: " + command.kind() + " " + Problem.quote(command.name())
                    + ", which the command names");
        }
        if (definition instanceof PipelineDefinition pipeline) {
            Definitions.check(pipeline, files).forEach(problem -> problems.add(problem.text()));
        }
        return problems;
    }

    private static DefinitionVersion version(DefinitionCommand.Apply command, Map<String, String> files) {
        return new DefinitionVersion(
                command.kind(),
                command.name(),
                Definitions.digest(command.document(), files),
                command.fileName(),
                command.document(),
                files,
                command.by().user(),
                command.at());
    }

    private static Optional<Concurrency> concurrency(Definition definition) {
        return switch (definition) {
            case PipelineDefinition pipeline ->
                Optional.of(new Concurrency(pipeline.concurrency().limit(), whenFull(pipeline)));
            case ClusterDefinition cluster -> Optional.empty();
        };
    }

    private static WhenFull whenFull(PipelineDefinition pipeline) {
        return switch (pipeline.concurrency().whenFull()) {
            case QUEUE -> WhenFull.QUEUE;
            case REPLACE_WAITING -> WhenFull.REPLACE_WAITING;
            case REJECT -> WhenFull.REJECT;
        };
    }

    @Override
    public Planning.Outcome plan(
            DefinitionVersion pipeline,
            List<DefinitionVersion> clusters,
            ExecutionCommand.Start command,
            Supplier<List<Artifact>> prior) {
        var definition = (PipelineDefinition) definition(pipeline);
        var input = new PlanInput(
                definition,
                pipeline.digest(),
                pipeline.files(),
                clusters.stream()
                        .map(cluster -> (ClusterDefinition) definition(cluster))
                        .collect(Collectors.toMap(ClusterDefinition::name, cluster -> cluster)),
                command.trigger(),
                command.parameters(),
                withPrior(definition, command.artifacts(), prior));
        return switch (Planner.plan(input)) {
            case PlanResult.Planned(var plan, Digest digest) -> new Planned(plan, digest);
            case PlanResult.Refused(var problems) -> new Refused(problems);
        };
    }

    /// Those given, and for each that is not, but may be the one of before, that one.
    private static List<Artifact> withPrior(
            PipelineDefinition definition, List<Artifact> given, Supplier<List<Artifact>> prior) {
        Set<String> missing = definition.artifacts().stream()
                .filter(ExpectedArtifact::prior)
                .map(ExpectedArtifact::name)
                .filter(name ->
                        given.stream().noneMatch(artifact -> artifact.name().equals(name)))
                .collect(Collectors.toSet());
        return missing.isEmpty()
                ? given
                : Stream.concat(
                                given.stream(),
                                prior.get().stream().filter(artifact -> missing.contains(artifact.name())))
                        .toList();
    }

    private static Definition definition(DefinitionVersion version) {
        return switch (Definitions.read(version.fileName(), version.document())) {
            case ReadResult.Read(var documents) -> documents.getFirst().definition();
            case ReadResult.Invalid(var problems) ->
                throw new IllegalStateException(
                        "stored version " + version.digest() + " of " + version.name() + " is not valid: " + problems);
        };
    }
}
