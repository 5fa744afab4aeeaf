package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Frame;
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

    private final Scope outer;
    private final Collection<String> pipelineVariables;

    StagesReader(Scope outer, Collection<String> pipelineVariables) {
        this.outer = outer;
        this.pipelineVariables = pipelineVariables;
    }

    private static Map<String, Shape> kinds() {
        var kinds = new LinkedHashMap<>(Choices.of("deploy", Shape.DEPLOY, "job", Shape.JOB, "canary", Shape.CANARY));
        kinds.putAll(Choices.of("blueGreen", Shape.BLUE_GREEN, "rollingOut", Shape.ROLLING_OUT));
        kinds.putAll(Choices.of("judgement", Shape.JUDGEMENT, "wait", Shape.WAIT));
        kinds.putAll(OperationReader.KINDS);
        return kinds;
    }

    List<Stage> read(ObjectReader spec) {
        var objects = new ArrayList<ObjectReader>();
        var stages = new ArrayList<Stage>();
        var unread = new TreeSet<String>();
        spec.<Boolean>items("stages", (node, path) -> {
            Optional<ObjectReader> opened = open(spec.source(), node, path);
            opened.ifPresent(object -> {
                String previous = stages.isEmpty() ? null : stages.getLast().id();
                objects.add(object);
                stages.add(stage(object, previous));
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
        if (unread.isEmpty()) {
            checkConditions(objects, stages);
        }
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

    private Stage stage(ObjectReader object, @Nullable String previous) {
        Map<String, Value> variables = Variables.read(object, "variables", null, Scopes.withVariables(outer, pipelineVariables));
        var names = new TreeSet<>(pipelineVariables);
        names.addAll(variables.keySet());
        Scope scope = Scopes.withVariables(outer, names);
        Frame frame = frame(object, previous, variables);
        String kind = ((YamlNode.Scalar) object.at("kind")).text();
        return switch (kind) {
            case "deploy" ->
                new Stage.Deploy(
                        frame,
                        cluster(object),
                        namespace(object, scope),
                        manifests(object),
                        object.flag("undoOnFailure", false),
                        object.flag("force", false));
            case "job" ->
                new Stage.Job(
                        frame,
                        cluster(object),
                        namespace(object, scope),
                        object.text("manifest", Words.FILE, DefinitionReader.UNREAD));
            case "wait" -> new Stage.Wait(frame, object.duration("duration", Duration.ofMillis(1), SHORTEST_TIMEOUT));
            case "judgement" -> new Stage.Judgement(frame, QuestionReader.read(object, scope));
            case "canary" -> rollout(object, scope).canary(frame);
            case "blueGreen" -> rollout(object, scope).blueGreen(frame);
            case "rollingOut" -> rollout(object, scope).rollingOut(frame);
            case "scale", "patch", "delete", "undo", "restart", "find" ->
                new OperationReader(object, scope).read(kind, frame, cluster(object), namespace(object, scope));
            default -> throw new IllegalStateException("kind " + kind + " has a shape and no reader");
        };
    }

    private static RolloutReader rollout(ObjectReader object, Scope scope) {
        return new RolloutReader(object, scope, cluster(object), namespace(object, scope), manifests(object));
    }

    private static Frame frame(ObjectReader object, @Nullable String previous, Map<String, Value> variables) {
        List<String> needs = object.has("needs")
                ? object.texts("needs", Words.STAGE_ID)
                : Optional.ofNullable(previous).map(List::of).orElse(List.of());
        return new Frame(
                object.text("id", Words.STAGE_ID, DefinitionReader.UNREAD),
                needs,
                object.optionalText("when", Words.CONDITION).orElse(null),
                WindowReader.read(object),
                object.object("retry", Shape.RETRY).map(StagesReader::retry).orElse(null),
                object.optionalDuration("timeout", SHORTEST_TIMEOUT).orElse(null),
                object.choice("onFailure", POLICIES, FailurePolicy.FAIL),
                variables);
    }

    private static Retry retry(ObjectReader object) {
        return new Retry(
                object.integer("attempts", 1, Retry.MOST_ATTEMPTS, 1),
                object.duration("backoff", SHORTEST_BACKOFF, DEFAULT_BACKOFF));
    }

    private static String cluster(ObjectReader object) {
        return object.text("cluster", Words.NAME, DefinitionReader.UNREAD);
    }

    private static String namespace(ObjectReader object, Scope scope) {
        return object.template("namespace", Words.NAMESPACE, scope, DefinitionReader.UNREAD);
    }

    private static List<String> manifests(ObjectReader object) {
        List<String> manifests = object.texts("manifests", Words.FILE);
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

    /// A condition may ask only about stages that have ended for certain when it is evaluated.
    private void checkConditions(List<ObjectReader> objects, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            ObjectReader object = objects.get(i);
            if (stages.get(i).frame().when() != null && object.at("when") instanceof YamlNode.Scalar scalar) {
                Scope scope = Scopes.ofCondition(outer, NeedsCheck.before(stages.get(i), stages));
                object.source().checkExpression(scalar, object.pathOf("when"), scope);
            }
        }
    }
}
