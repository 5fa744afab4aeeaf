package io.gennaker.pipeline;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.planning.ForEachExpansion;
import io.gennaker.pipeline.planning.OuterBindings;
import io.gennaker.pipeline.planning.OutlineSize;
import io.gennaker.pipeline.planning.Resolution;
import io.gennaker.pipeline.planning.Values;
import io.gennaker.pipeline.planning.VariableCount;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.render.ImageBinding;
import io.gennaker.pipeline.render.Renderer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the plan of an execution: everything resolved, so that nothing changes under it while it runs.
public final class Planner {
    private final PlanInput input;
    private final ParsedFiles files;
    private final PipelineDefinition definition;
    private final List<String> refusals = new ArrayList<>();

    private Planner(PlanInput input, ParsedFiles files) {
        this.input = input;
        this.files = files;
        this.definition = input.definition();
    }

    /// A plan, or all reasons why there is none.
    public static PlanResult plan(PlanInput input) {
        return plan(input, ParsedFiles.of(input.definition(), input.files()));
    }

    /// A plan, or all reasons why there is none.
    ///
    /// @param files of the input, as they were parsed before
    public static PlanResult plan(PlanInput input, ParsedFiles files) {
        return new Planner(input, files).plan();
    }

    private PlanResult plan() {
        Map<String, String> texts = parameterTexts();
        Map<String, Value> parameters = parameterValues(texts);
        List<Artifact> artifacts = artifacts();
        Map<String, ClusterTarget> clusters = clusters();
        checkFetched();
        files.problems().stream().map(Problem::text).forEach(refusals::add);
        if (!refusals.isEmpty()) {
            return new PlanResult.Refused(refusals);
        }
        Bindings outer = OuterBindings.of(
                definition.name(), definition.application(), parameters, input.trigger(), artifacts, input.fetched());
        var count = new VariableCount();
        Map<String, Value> variables = variables(outer, count);
        var images = new ImageBinding(
                artifacts,
                definition.artifacts().stream()
                        .flatMap(artifact -> artifact.bindings().stream())
                        .distinct()
                        .toList());
        var renderer = new Renderer();
        var resolution = new Resolution(
                outer,
                variables,
                count,
                clusters,
                files.manifests(),
                renderer,
                images,
                refusals,
                new HashMap<>(),
                new HashMap<>());
        List<PlannedStage> stages = definition.stages().stream()
                .map(stage -> CanaryConfigs.applied(stage, input.files()))
                .flatMap(stage -> ForEachExpansion.plan(stage, resolution).stream())
                .toList();
        checkBound(stages, images);
        checkNamespaces(stages);
        Stream.of(OutlineSize.problem(stages, texts), count.problem(), renderer.problem())
                .forEach(problem -> problem.ifPresent(refusals::add));
        if (!refusals.isEmpty()) {
            return new PlanResult.Refused(refusals);
        }
        var plan = new Plan(
                definition.name(),
                definition.application(),
                input.digest(),
                input.trigger(),
                texts,
                artifacts,
                definition.timeout(),
                stages,
                types(texts),
                input.template(),
                input.fetched());
        Digest digest = PlanDigest.of(plan);
        return new PlanResult.Planned(plan, digest);
    }

    /// Given values and defaults; a parameter that has neither is absent.
    private Map<String, String> parameterTexts() {
        var texts = new TreeMap<String, String>();
        for (Parameter parameter : definition.parameters()) {
            String given = input.parameters().getOrDefault(parameter.name(), parameter.defaultValue());
            if (given != null) {
                texts.put(parameter.name(), given);
            } else if (parameter.required()) {
                refusals.add("parameter " + quote(parameter.name()) + " is missing; allowed: " + parameter.allowed());
            }
        }
        var known =
                definition.parameters().stream().map(Parameter::name).collect(Collectors.toCollection(TreeSet::new));
        new TreeSet<>(input.parameters().keySet())
                .stream()
                        .filter(name -> !known.contains(name))
                        .forEach(name -> refusals.add("unknown parameter " + quote(name) + "; allowed: "
                                + (known.isEmpty() ? "none is declared" : String.join(", ", known))));
        return texts;
    }

    private Map<String, Value> parameterValues(Map<String, String> texts) {
        var values = new TreeMap<String, Value>();
        for (Parameter parameter : definition.parameters()) {
            String text = texts.get(parameter.name());
            if (text != null) {
                parameter
                        .read(text)
                        .ifPresentOrElse(
                                value -> values.put(parameter.name(), value),
                                () -> refusals.add("parameter " + quote(parameter.name()) + " is " + quote(text)
                                        + "; allowed: " + parameter.allowed()));
            }
        }
        return values;
    }

    private Map<String, ParameterType> types(Map<String, String> texts) {
        return definition.parameters().stream()
                .filter(parameter -> texts.containsKey(parameter.name()))
                .collect(Collectors.toMap(Parameter::name, Parameter::type));
    }

    /// In the order in which the definition names them.
    private List<Artifact> artifacts() {
        var given = new TreeMap<String, Artifact>();
        input.artifacts().forEach(artifact -> given.put(artifact.name(), artifact));
        var artifacts = new ArrayList<Artifact>();
        for (ExpectedArtifact expected : definition.artifacts()) {
            Artifact artifact = givenOrStandard(expected, given.remove(expected.name()));
            String name = "artifact " + quote(expected.name());
            if (artifact == null) {
                refusals.add(name + " is missing; allowed: an image of " + expected.repository() + " with a digest");
            } else if (!artifact.image().repository().equals(expected.repository())) {
                refusals.add(name + " is " + quote(artifact.image().toString()) + "; allowed: an image of "
                        + expected.repository());
            } else if (artifact.image().digest() == null) {
                refusals.add(name + " is " + quote(artifact.image().toString()) + "; allowed: an image with a digest");
            } else {
                artifacts.add(artifact);
            }
        }
        String known = definition.artifacts().isEmpty()
                ? "none is declared"
                : definition.artifacts().stream().map(ExpectedArtifact::name).collect(Collectors.joining(", "));
        given.keySet().forEach(name -> refusals.add("unknown artifact " + quote(name) + "; allowed: " + known));
        return artifacts;
    }

    private static @Nullable Artifact givenOrStandard(ExpectedArtifact expected, @Nullable Artifact given) {
        return given == null && expected.standard() != null
                ? new Artifact(expected.name(), expected.standard())
                : given;
    }

    /// Names that are expressions are checked when the stages are planned.
    private Map<String, ClusterTarget> clusters() {
        for (Stage stage : definition.stages()) {
            stage.clusterName()
                    .filter(name -> !Template.hasExpression(name))
                    .filter(name -> !input.clusters().containsKey(name))
                    .ifPresent(name -> refusals.add("stage " + quote(stage.id()) + ": "
                            + Resolution.unknownCluster(name, input.clusters().keySet())));
        }
        return input.clusters().values().stream()
                .collect(Collectors.toMap(ClusterDefinition::name, ClusterDefinition::target));
    }

    /// What was brought must be what its digest says.
    private void checkFetched() {
        for (ExpectedFile file : definition.fetched()) {
            String text = input.files().get(file.path());
            boolean pinned = input.fetched().stream()
                    .anyMatch(one -> one.name().equals(file.name())
                            && text != null
                            && one.digest().equals(Digest.of(text)));
            if (!pinned) {
                refusals.add("artifact " + quote(file.name()) + " is missing; it is " + file.words());
            }
        }
    }

    private Map<String, Value> variables(Bindings outer, VariableCount count) {
        try {
            return Values.variables(definition.variables(), outer, count);
        } catch (EvaluationFailed | MalformedTemplate failed) {
            refusals.add("variables of the pipeline: " + failed.getMessage());
            return Map.of();
        }
    }

    /// A cluster's definition may say which of its namespaces may be deployed to.
    private void checkNamespaces(List<PlannedStage> stages) {
        for (PlannedStage stage : stages) {
            stage.steps().stream()
                    .flatMap(step -> step.action().place().stream())
                    .filter(place -> !allows(place))
                    .findFirst()
                    .ifPresent(place -> refusals.add("stage " + quote(stage.id()) + ": namespace "
                            + quote(place.namespace()) + " of cluster "
                            + quote(place.cluster().name()) + "; allowed: "
                            + String.join(
                                    ", ",
                                    Objects.requireNonNull(input.clusters()
                                                    .get(place.cluster().name()))
                                            .namespaces())));
        }
    }

    private boolean allows(StepAction.Place place) {
        ClusterDefinition cluster = input.clusters().get(place.cluster().name());
        return cluster == null || cluster.allows(place.namespace());
    }

    /// One that another pipeline gets is bound there. Not told where a stage has no manifests yet because of an
    /// expression: they might bind it.
    private void checkBound(List<PlannedStage> stages, ImageBinding images) {
        if (stages.stream().anyMatch(stage -> stage.problem() != null || stage.rendersLater())) {
            return;
        }
        var bound = new TreeSet<>(images.bound());
        definition.stages().stream()
                .filter(Stage.Pipeline.class::isInstance)
                .forEach(stage -> bound.addAll(((Stage.Pipeline) stage).nested().artifacts()));
        for (ExpectedArtifact artifact : definition.artifacts()) {
            if (!bound.contains(artifact.name())) {
                refusals.add(
                        "artifact " + quote(artifact.name()) + " is bound nowhere: no container in the manifests has"
                                + " an image of " + artifact.repository());
            }
        }
    }
}
