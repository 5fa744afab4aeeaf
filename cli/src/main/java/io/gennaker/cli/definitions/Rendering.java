package io.gennaker.cli.definitions;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.DefinitionLine;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.PlanInput;
import io.gennaker.pipeline.PlanResult;
import io.gennaker.pipeline.Planner;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes the plan that an execution would run.
public final class Rendering {
    private static final TriggerInfo BY_HAND = new TriggerInfo("manual", "render", "render", null, Map.of());

    private Rendering() {}

    /// What an execution is started with.
    ///
    /// @param files texts of artifacts that an execution would bring from outside, by name
    public record Given(Map<String, String> parameters, List<Artifact> artifacts, Map<String, String> files) {
        public Given {
            files = Map.copyOf(files);
            parameters = Map.copyOf(parameters);
            artifacts = List.copyOf(artifacts);
        }
    }

    /// Of a pipeline in files, whose template lies among them. A cluster that does not is taken by its name.
    public static PlanResult of(List<DefinitionFile> files, @Nullable String name, Given given) {
        List<Problem> problems =
                files.stream().flatMap(file -> file.problems().stream()).toList();
        if (!problems.isEmpty()) {
            return refused(problems);
        }
        List<Handed> all = Handed.of(files);
        Handed pipeline = pipeline(all, name);
        Map<String, ClusterDefinition> clusters = Handed.definitions(all, ClusterDefinition.class)
                .collect(Collectors.toMap(ClusterDefinition::name, Function.identity()));
        return switch (pipeline.definition()) {
            case PipelineDefinition plain -> plan(plain, pipeline.written(), null, withMissing(plain, clusters), given);
            case TemplatedPipeline templated ->
                switch (new Fitting(all).expand(pipeline, templated).orElseThrow(() -> noTemplate(templated))) {
                    case ExpansionResult.Invalid(var found) -> refused(found);
                    case ExpansionResult.Expanded made ->
                        plan(
                                made.definition(),
                                pipeline.written(),
                                made,
                                withMissing(made.definition(), clusters),
                                given);
                };
            case ClusterDefinition _, TemplateDefinition _, FreezeDefinition _, NotificationRule _ ->
                throw new IllegalStateException(pipeline.id() + " is no pipeline");
        };
    }

    /// Of a pipeline in force.
    public static PlanResult of(ConsoleClient console, String name, Given given) {
        ConsoleClient.Source source = console.source(DefinitionKind.PIPELINE.word(), name);
        var clusters = new TreeMap<String, ClusterDefinition>();
        for (DefinitionLine line : console.definitions()) {
            if (line.kind().equals(DefinitionKind.CLUSTER.word())
                    && line.document() != null
                    && Definitions.stored(line.fileName(), line.document()) instanceof ReadResult.Read(var documents)
                    && documents.getFirst().definition() instanceof ClusterDefinition cluster) {
                clusters.put(cluster.name(), cluster);
            }
        }
        Written written = source.written();
        if (source.template() != null) {
            return switch (PipelineTemplate.of(source.template()).expand(written)) {
                case ExpansionResult.Invalid(var found) -> refused(found);
                case ExpansionResult.Expanded made -> plan(made.definition(), written, made, clusters, given);
            };
        }
        if (Definitions.stored(written.fileName(), written.document()) instanceof ReadResult.Read(var documents)
                && documents.getFirst().definition() instanceof PipelineDefinition plain) {
            return plan(plain, written, null, clusters, given);
        }
        throw new CliFailure(ExitCode.INVALID, "the pipeline in force is not readable by this version");
    }

    private static PlanResult plan(
            PipelineDefinition definition,
            Written written,
            ExpansionResult.@Nullable Expanded made,
            Map<String, ClusterDefinition> clusters,
            Given given) {
        var files = new TreeMap<>(made == null ? written.files() : made.files());
        var fetched = new ArrayList<FetchedFile>();
        for (ExpectedFile file : definition.fetched()) {
            String text = given.files().get(file.name());
            if (text != null) {
                files.put(file.path(), text);
                fetched.add(new FetchedFile(
                        file.name(),
                        file.source(null).orElse(null),
                        null,
                        null,
                        Digest.of(text),
                        FetchedFile.Choice.GIVEN));
            }
        }
        return Planner.plan(new PlanInput(
                definition,
                written.digest(),
                files,
                clusters,
                BY_HAND,
                given.parameters(),
                given.artifacts(),
                made == null ? null : made.template(),
                fetched));
    }

    private static Handed pipeline(List<Handed> all, @Nullable String name) {
        List<Handed> pipelines = all.stream()
                .filter(handed -> handed.definition().kind() == DefinitionKind.PIPELINE)
                .filter(handed ->
                        name == null || name.equals(handed.definition().name()))
                .toList();
        if (pipelines.size() != 1) {
            String found = pipelines.isEmpty() ? "no pipeline" : pipelines.size() + " pipelines";
            String known = all.stream()
                    .filter(handed -> handed.definition().kind() == DefinitionKind.PIPELINE)
                    .map(handed -> handed.definition().name())
                    .collect(Collectors.joining(", "));
            throw new CliFailure(
                    ExitCode.NOT_FOUND,
                    "the files hold " + found + (name == null ? "" : " " + name) + "; name one of: " + known);
        }
        return pipelines.getFirst();
    }

    /// Clusters that the files do not hold are taken for such of that name, where it is no expression.
    private static Map<String, ClusterDefinition> withMissing(
            PipelineDefinition pipeline, Map<String, ClusterDefinition> clusters) {
        var all = new TreeMap<>(clusters);
        pipeline.stages().stream()
                .map(Stage::clusterName)
                .flatMap(Optional::stream)
                .filter(name -> !Template.hasExpression(name))
                .forEach(name -> all.putIfAbsent(name, new ClusterDefinition(name, name)));
        return all;
    }

    private static CliFailure noTemplate(TemplatedPipeline pipeline) {
        return new CliFailure(
                ExitCode.NOT_FOUND,
                "template " + pipeline.template().name() + " is not among the files, or not in that version; add -f"
                        + " with its folder");
    }

    private static PlanResult refused(List<Problem> problems) {
        return new PlanResult.Refused(problems.stream().map(Problem::text).toList());
    }
}
