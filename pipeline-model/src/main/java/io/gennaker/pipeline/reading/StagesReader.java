package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ForEach;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Retry;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads the stages of a pipeline and how they depend on one another.
final class StagesReader {
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(1);
    private static final Duration DEFAULT_BACKOFF = Duration.ofSeconds(10);
    private static final Map<String, Shape> KINDS = kinds();
    private static final Map<String, FailurePolicy> POLICIES = Choices.of(
            "fail", FailurePolicy.FAIL,
            "stopBranch", FailurePolicy.STOP_BRANCH,
            "stopBranchAndFail", FailurePolicy.STOP_BRANCH_AND_FAIL,
            "continue", FailurePolicy.CONTINUE);

    /// Kinds whose texts and variables are evaluated when the stage's turn comes, so that they may read earlier stages.
    private static final Set<String> AT_ITS_TURN = Set.of(
            "deploy",
            "job",
            "judgement",
            "evaluate",
            "check",
            "waitUntil",
            "webhook",
            "notify",
            "pipeline",
            "scale",
            "patch",
            "delete",
            "undo",
            "restart",
            "find");

    private final String pipeline;
    private final ArtifactsReader artifacts;
    private final Scope outer;
    private final Collection<String> pipelineVariables;

    StagesReader(String pipeline, ArtifactsReader artifacts, Scope outer, Collection<String> pipelineVariables) {
        this.pipeline = pipeline;
        this.artifacts = artifacts;
        this.outer = outer;
        this.pipelineVariables = pipelineVariables;
    }

    private static Map<String, Shape> kinds() {
        var kinds = new LinkedHashMap<>(Choices.of("deploy", Shape.DEPLOY, "job", Shape.JOB, "canary", Shape.CANARY));
        kinds.putAll(Choices.of("blueGreen", Shape.BLUE_GREEN, "rollingOut", Shape.ROLLING_OUT));
        kinds.putAll(Choices.of(
                "judgement", Shape.JUDGEMENT,
                "evaluate", Shape.EVALUATE,
                "check", Shape.CHECK));
        kinds.putAll(Choices.of("webhook", Shape.WEBHOOK, "notify", Shape.NOTIFY, "pipeline", Shape.NESTED));
        kinds.put("analysis", Shape.STANDALONE);
        kinds.putAll(Choices.of("rollback", Shape.ROLLBACK, "wait", Shape.WAIT, "waitUntil", Shape.WAIT_UNTIL));
        kinds.putAll(OperationReader.KINDS);
        return kinds;
    }

    List<Stage> read(ObjectReader spec) {
        var objects = new ArrayList<ObjectReader>();
        var stages = new ArrayList<Stage>();
        var unread = new TreeSet<String>();
        StageIndex index = StageIndex.of(spec.node("stages"));
        spec.<Boolean>items("stages", PipelineDefinition.MOST_STAGES, (node, path) -> {
            Optional<ObjectReader> opened = open(spec.source(), node, path);
            opened.ifPresent(object -> {
                String previous = stages.isEmpty() ? null : stages.getLast().id();
                objects.add(object);
                stages.add(stage(object, previous, index, stages));
            });
            if (opened.isEmpty()) {
                idOf(node).ifPresent(unread::add);
            }
            return Optional.empty();
        });
        if (spec.node("stages").filter(YamlNode.Sequence.class::isInstance).isPresent()
                && ((YamlNode.Sequence) spec.at("stages")).items().isEmpty()) {
            spec.problem("stages", "no stages", "at least one");
        }
        checkIds(objects, stages);
        NeedsCheck.run(objects, stages, unread);
        return stages;
    }

    /// The id of a stage that cannot be read otherwise: others may refer to it, which is no further problem.
    private static Optional<String> idOf(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping
                        && mapping.get("id").orElse(null) instanceof YamlNode.Scalar scalar
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    private static Optional<ObjectReader> open(Source source, YamlNode node, String path) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            source.problem(node, path, node.describe(), "a mapping with the keys id, kind and those of the kind");
            return Optional.empty();
        }
        @Nullable YamlNode kind = mapping.get("kind").orElse(null);
        if (kind == null) {
            source.problem(node, path, "no key 'kind'", String.join(", ", KINDS.keySet()));
            return Optional.empty();
        }
        Shape shape = kind instanceof YamlNode.Scalar scalar ? KINDS.get(scalar.text()) : null;
        if (shape == null) {
            String found = kind instanceof YamlNode.Scalar scalar ? quote(scalar.text()) : kind.describe();
            source.problem(kind, path + ".kind", found, String.join(", ", KINDS.keySet()));
            return Optional.empty();
        }
        return Optional.of(ObjectReader.open(source, node, path, shape));
    }

    private Stage stage(ObjectReader object, @Nullable String previous, StageIndex index, List<Stage> above) {
        String id = object.text("id", Words.STAGE_ID, DefinitionReader.UNREAD);
        String kind = ((YamlNode.Scalar) object.at("kind")).text();
        Scope late = outer.with("stages", index.before(id));
        Scope own = AT_ITS_TURN.contains(kind) ? late : outer;
        Optional<ForEach> forEach = ForEachReader.read(id, object, Scopes.withVariables(outer, pipelineVariables));
        Collection<String> known = new TreeSet<>(pipelineVariables);
        forEach.ifPresent(list -> known.add(list.variable()));
        Map<String, Value> variables = Variables.read(object, "variables", null, Scopes.withVariables(own, known));
        forEach.filter(list -> variables.containsKey(list.variable()))
                .ifPresent(list -> object.problem(
                        "variables", quote(list.variable()) + ", which forEach sets", "a name of its own"));
        Frame frame = frame(object, id, previous, forEach.orElse(null), variables, late);
        Scope scope = Scopes.withVariables(own, union(known, variables.keySet()));
        Scope planned = Scopes.withVariables(outer, union(known, frame.early().keySet()));
        return switch (kind) {
            case "deploy" ->
                new Stage.Deploy(
                        frame,
                        cluster(object, planned),
                        namespace(object, planned),
                        manifests(object),
                        object.flag("undoOnFailure", false),
                        object.flag("force", false));
            case "job" ->
                new Stage.Job(
                        frame,
                        cluster(object, planned),
                        namespace(object, planned),
                        artifacts.path(object, "manifest"));
            case "wait" -> new Stage.Wait(frame, object.duration("duration", Duration.ofMillis(1), SHORTEST_TIMEOUT));
            case "analysis" -> analysis(object, frame, planned);
            case "rollback" -> rollback(object, frame, index, above);
            case "webhook" -> new CallReader(object, scope).webhook(frame);
            case "notify" -> new CallReader(object, scope).notice(frame);
            case "pipeline" -> new NestedReader(object, scope).read(frame, pipeline, images());
            case "waitUntil" -> new MomentReader(object, scope).read(frame);
            case "evaluate" -> ClaimsReader.evaluate(object, frame, scope);
            case "check" -> ClaimsReader.check(object, frame, scope);
            case "judgement" -> new Stage.Judgement(frame, QuestionReader.read(object, scope));
            case "canary" -> rollout(object, scope, planned).canary(frame);
            case "blueGreen" -> rollout(object, scope, planned).blueGreen(frame);
            case "rollingOut" -> rollout(object, scope, planned).rollingOut(frame);
            case "scale", "patch", "delete", "undo", "restart", "find" ->
                new OperationReader(object, scope, artifacts)
                        .read(kind, frame, cluster(object, planned), namespace(object, planned));
            default -> throw new IllegalStateException("kind " + kind + " has a shape and no reader");
        };
    }

    private Collection<String> images() {
        return artifacts.images().stream().map(ExpectedArtifact::name).toList();
    }

    private RolloutReader rollout(ObjectReader object, Scope scope, Scope planned) {
        return new RolloutReader(
                object, scope, cluster(object, planned), namespace(object, planned), manifests(object));
    }

    private static Stage analysis(ObjectReader object, Frame frame, Scope planned) {
        Analysis analysis =
                new AnalysisReader(object.requiredObject("analysis", Shape.ANALYSIS), Optional.empty(), planned).read();
        if (!object.has("baseline") && !analysis.spec().judge().equals("threshold")) {
            object.source()
                    .problem(
                            object.node(),
                            object.path(),
                            "no key 'baseline'",
                            "a workload to compare with, or judge: threshold");
        }
        return new Stage.Analysis(
                frame,
                cluster(object, planned),
                namespace(object, planned),
                object.text("workload", Words.OBJECT_NAME, DefinitionReader.UNREAD),
                object.optionalText("baseline", Words.OBJECT_NAME).orElse(null),
                analysis);
    }

    /// Only what has ended by then can be taken back.
    private static Stage rollback(ObjectReader object, Frame frame, StageIndex index, List<Stage> above) {
        String id = object.text("of", Words.STAGE_ID, DefinitionReader.UNREAD);
        Set<String> before = index.before(frame.id()).fields().keySet();
        var known = above.stream()
                .filter(stage -> stage instanceof Stage.Deploy && stage.frame().forEach() == null)
                .filter(stage -> before.contains(stage.id()))
                .map(Stage.Deploy.class::cast)
                .toList();
        return known.stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .<Stage>map(deploy -> new Stage.Rollback(frame, deploy))
                .orElseGet(() -> {
                    if (object.has("of")) {
                        object.problem(
                                "of",
                                quote(id) + ", which is no stage of kind deploy that this one needs",
                                known.isEmpty()
                                        ? "a stage of kind deploy above"
                                        : String.join(
                                                ", ",
                                                known.stream().map(Stage::id).toList()));
                    }
                    return new Stage.Wait(frame, SHORTEST_TIMEOUT);
                });
    }

    private static Collection<String> union(Collection<String> names, Collection<String> more) {
        var union = new TreeSet<>(names);
        union.addAll(more);
        return union;
    }

    /// @param late what the condition may read
    private static Frame frame(
            ObjectReader object,
            String id,
            @Nullable String previous,
            @Nullable ForEach forEach,
            Map<String, Value> variables,
            Scope late) {
        List<String> needs = object.has("needs")
                ? object.texts("needs", Words.STAGE_ID)
                : Optional.ofNullable(previous).map(List::of).orElse(List.of());
        return new Frame(
                id,
                needs,
                object.condition("when", late).orElse(null),
                WindowReader.read(object),
                object.object("retry", Shape.RETRY).map(StagesReader::retry).orElse(null),
                object.optionalDuration("timeout", SHORTEST_TIMEOUT).orElse(null),
                object.choice("onFailure", POLICIES, FailurePolicy.FAIL),
                forEach,
                variables);
    }

    private static Retry retry(ObjectReader object) {
        return new Retry(
                object.integer("attempts", 1, Retry.MOST_ATTEMPTS, 1),
                object.duration("backoff", SHORTEST_BACKOFF, DEFAULT_BACKOFF));
    }

    private static String cluster(ObjectReader object, Scope scope) {
        return object.template("cluster", Words.NAME, scope, DefinitionReader.UNREAD);
    }

    private static String namespace(ObjectReader object, Scope scope) {
        return object.template("namespace", Words.NAMESPACE, scope, DefinitionReader.UNREAD);
    }

    private List<String> manifests(ObjectReader object) {
        List<String> manifests = object.items("manifests", (node, at) -> artifacts.path(object, node, at));
        if (object.node("manifests").filter(YamlNode.Sequence.class::isInstance).isPresent() && manifests.isEmpty()) {
            object.problem("manifests", "no files", "at least one path");
        }
        var seen = new HashSet<String>();
        manifests.stream()
                .filter(file -> !seen.add(file))
                .forEach(file -> object.problem("manifests", quote(file) + " a second time", "each file once"));
        return manifests;
    }

    private static void checkIds(List<ObjectReader> objects, List<Stage> stages) {
        var unique = new Uniqueness();
        for (int i = 0; i < stages.size(); i++) {
            unique.check(objects.get(i), "id", stages.get(i).id());
        }
    }
}
