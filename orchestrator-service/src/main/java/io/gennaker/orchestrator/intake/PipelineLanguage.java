package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Concurrency.WhenFull;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.ParsedFiles;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.PlanInput;
import io.gennaker.pipeline.PlanResult;
import io.gennaker.pipeline.Planner;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.pipeline.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// [Reading] and [Planning] by the pipeline language. A definition that is stored was valid when it was applied: it is
/// read for what it says ([Definitions#stored]). One that this version cannot read all the same keeps nothing else from
/// running. Those that were started last are kept as they were read.
public final class PipelineLanguage implements Reading, Planning {
    /// In characters of documents and files; what was read of them takes several times as much.
    private static final long LARGEST_CACHE = 4L * 1024 * 1024;

    private static final String UNREADABLE = "cannot be read by this version of the language: apply it again";

    private final Recent<DefinitionVersion, Startable> startable = new Recent<>(LARGEST_CACHE);
    private final Recent<DefinitionVersion, ClusterDefinition> clusters = new Recent<>(LARGEST_CACHE);

    /// A pipeline as it was read, with its files.
    private record Startable(PipelineDefinition definition, ParsedFiles files) {}

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
                    return valid(definition, version(command, files));
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
        List<Problem> found =
                switch (definition) {
                    case PipelineDefinition pipeline -> Definitions.check(pipeline, files);
                    case TemplateDefinition _ ->
                        PipelineTemplate.of(new Written(command.fileName(), command.document(), files))
                                .check();
                    case TemplatedPipeline _, ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> List.of();
                };
        found.forEach(problem -> problems.add(problem.text()));
        return problems;
    }

    private static Reading.Outcome valid(Definition definition, DefinitionVersion version) {
        return switch (definition) {
            case PipelineDefinition pipeline -> new Pipeline(version, concurrency(pipeline), runs(pipeline));
            case TemplatedPipeline templated -> new Templated(version, templated.template());
            case TemplateDefinition _ -> new Template(version);
            case ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> new Plain(version);
        };
    }

    @Override
    public Set<String> runs(DefinitionVersion pipeline) {
        return startable(pipeline).map(read -> runs(read.definition())).orElse(Set.of());
    }

    private static Set<String> runs(PipelineDefinition pipeline) {
        return pipeline.stages().stream()
                .filter(Stage.Pipeline.class::isInstance)
                .map(stage -> ((Stage.Pipeline) stage).nested().pipeline())
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<Belonging> belonging(String fileName, String document) {
        return definition(fileName, document).map(definition -> new Belonging(application(definition)));
    }

    private static @Nullable String application(Definition definition) {
        return switch (definition) {
            case PipelineDefinition pipeline -> pipeline.application();
            case TemplatedPipeline pipeline -> pipeline.application();
            case FreezeDefinition freeze -> freeze.application();
            case NotificationRule rule -> rule.application();
            case TemplateDefinition _, ClusterDefinition _ -> null;
        };
    }

    @Override
    public FreezeDefinition freeze(DefinitionVersion version) {
        return definition(version.fileName(), version.document())
                .map(FreezeDefinition.class::cast)
                .orElseGet(() -> new FreezeDefinition(
                        version.name(), List.of(TextPattern.ANY), List.of(), "the freeze " + UNREADABLE, false));
    }

    @Override
    public Optional<String> application(DefinitionVersion pipeline) {
        return startable(pipeline).map(read -> read.definition().application());
    }

    @Override
    public boolean restoresRoutes(DefinitionVersion pipeline) {
        return startable(pipeline)
                .filter(read -> read.definition().restoresRoutes())
                .isPresent();
    }

    @Override
    public Maker maker(DefinitionVersion template) {
        var parsed = PipelineTemplate.of(written(template));
        return (pipeline, reference) -> make(parsed, pipeline, reference);
    }

    private static Made make(
            PipelineTemplate template, DefinitionVersion pipeline, TemplatedPipeline.Reference reference) {
        return switch (template.expand(written(pipeline))) {
            case ExpansionResult.Expanded expanded -> {
                var expansion = new DefinitionVersion.Expansion(
                        template.version().name(),
                        template.digest(),
                        channel(reference),
                        expanded.document(),
                        expanded.files());
                yield new Pipeline(
                        pipeline.with(expansion), concurrency(expanded.definition()), runs(expanded.definition()));
            }
            case ExpansionResult.Invalid(var problems) ->
                new Invalid(problems.stream().map(Problem::text).toList());
        };
    }

    private static @Nullable TemplateChannel channel(TemplatedPipeline.Reference reference) {
        return switch (reference) {
            case TemplatedPipeline.Reference.Followed followed -> followed.channel();
            case TemplatedPipeline.Reference.Pinned _ -> null;
        };
    }

    private static Written written(DefinitionVersion version) {
        return new Written(version.fileName(), version.document(), version.files());
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
                command.at(),
                command.source(),
                null);
    }

    private static Concurrency concurrency(PipelineDefinition pipeline) {
        return new Concurrency(
                pipeline.concurrency().limit(),
                whenFull(pipeline),
                pipeline.concurrency().startWithin());
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
            Planning.Known known) {
        return startable(pipeline)
                .map(read -> plan(read, pipeline, clusters, command, known))
                .orElseGet(() -> new Refused(unreadable(pipeline).toList()));
    }

    private Planning.Outcome plan(
            Startable read,
            DefinitionVersion pipeline,
            List<DefinitionVersion> clusters,
            ExecutionCommand.Start command,
            Planning.Known known) {
        var made = pipeline.expansion();
        var files = new FileChoices(read.definition(), filesOf(pipeline), command, known);
        if (!files.problems().isEmpty()) {
            return new Refused(files.problems());
        }
        if (!files.missing().isEmpty()) {
            return new Missing(files.missing());
        }
        var input = new PlanInput(
                read.definition(),
                pipeline.digest(),
                files.texts(),
                clusters.stream()
                        .flatMap(version -> cluster(version).stream())
                        .collect(Collectors.toMap(ClusterDefinition::name, cluster -> cluster)),
                command.trigger(),
                command.parameters(),
                withPrior(read.definition(), command.artifacts(), known),
                made == null ? null : new TemplateVersion(made.template(), made.digest()),
                files.chosen());
        ParsedFiles parsed =
                files.chosen().isEmpty() ? read.files() : ParsedFiles.stored(read.definition(), files.texts());
        return switch (Planner.plan(input, parsed)) {
            case PlanResult.Planned(var plan, Digest digest) -> new Planned(plan, digest);
            case PlanResult.Refused(var problems) ->
                new Refused(Stream.concat(
                                problems.stream(),
                                clusters.stream()
                                        .filter(version -> cluster(version).isEmpty())
                                        .flatMap(PipelineLanguage::unreadable))
                        .toList());
        };
    }

    private Optional<Startable> startable(DefinitionVersion pipeline) {
        return startable.get(pipeline).or(() -> {
            String document = document(pipeline);
            Map<String, String> files = filesOf(pipeline);
            Optional<Startable> read = definition(pipeline.fileName(), document)
                    .map(PipelineDefinition.class::cast)
                    .map(definition -> new Startable(definition, ParsedFiles.stored(definition, files)));
            long characters = files.values().stream().mapToLong(String::length).sum();
            read.ifPresent(value -> startable.put(pipeline, value, document.length() + characters));
            return read;
        });
    }

    private static String document(DefinitionVersion version) {
        var made = version.expansion();
        return made == null ? version.document() : made.document();
    }

    private static Map<String, String> filesOf(DefinitionVersion pipeline) {
        var made = pipeline.expansion();
        return made == null ? pipeline.files() : made.files();
    }

    private Optional<ClusterDefinition> cluster(DefinitionVersion version) {
        return clusters.get(version).or(() -> {
            var read = definition(version.fileName(), version.document()).map(ClusterDefinition.class::cast);
            read.ifPresent(
                    value -> clusters.put(version, value, version.document().length()));
            return read;
        });
    }

    /// Those given, and for each that is not, but may be the one of before, that one. One of another repository is not
    /// the one of before: the definition was changed.
    private static List<Artifact> withPrior(PipelineDefinition definition, List<Artifact> given, Planning.Known known) {
        List<ExpectedArtifact> missing = definition.artifacts().stream()
                .filter(ExpectedArtifact::prior)
                .filter(expected ->
                        given.stream().noneMatch(artifact -> artifact.name().equals(expected.name())))
                .toList();
        return missing.isEmpty()
                ? given
                : Stream.concat(
                                given.stream(),
                                known.prior().get().stream()
                                        .flatMap(plan -> plan.artifacts().stream())
                                        .filter(artifact ->
                                                missing.stream().anyMatch(expected -> isOf(expected, artifact))))
                        .toList();
    }

    private static boolean isOf(ExpectedArtifact expected, Artifact artifact) {
        return artifact.name().equals(expected.name())
                && artifact.image().repository().equals(expected.repository());
    }

    private static Optional<Definition> definition(String fileName, String document) {
        return switch (Definitions.stored(fileName, document)) {
            case ReadResult.Read(var documents) ->
                Optional.of(documents.getFirst().definition());
            case ReadResult.Invalid _ -> Optional.empty();
        };
    }

    /// Why a version cannot be read any more; nothing where it can.
    private static Stream<String> unreadable(DefinitionVersion version) {
        return switch (Definitions.stored(version.fileName(), document(version))) {
            case ReadResult.Read _ -> Stream.empty();
            case ReadResult.Invalid(var problems) ->
                Stream.concat(
                        Stream.of(version.kind().word() + " " + Problem.quote(version.name()) + " " + UNREADABLE),
                        problems.stream().map(Problem::text));
        };
    }
}
