package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.KnownStage;
import io.gennaker.spinnaker.naming.Names;
import io.gennaker.spinnaker.naming.Slug;
import io.gennaker.spinnaker.report.Findings;
import io.gennaker.spinnaker.report.Outcome;
import io.gennaker.spinnaker.stage.StageContext;
import io.gennaker.spinnaker.stage.Workloads;
import io.gennaker.spinnaker.trigger.TriggerContext;
import io.gennaker.spinnaker.trigger.TriggerTranslation;
import io.gennaker.spinnaker.trigger.TriggerTranslators;
import io.gennaker.spinnaker.yaml.OwnCheck;
import io.gennaker.spinnaker.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Imports one pipeline.
final class PipelineImport {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_AT_ONCE = 1_000;
    private static final String BOOKKEEPING = "how Spinnaker shows or stores the pipeline";

    private final Fields pipeline;
    private final String name;
    private final Together together;
    private final Notices notices;
    private final Images images = new Images();
    private final Map<String, String> files = new TreeMap<>();

    /// @param name of the definition
    PipelineImport(JsonNode pipeline, String name, Together together) {
        this.pipeline = new Fields(pipeline, "", new Findings());
        this.name = name;
        this.together = together;
        this.notices = new Notices(name, this.pipeline.text("application").map(PipelineImport::slug), together.rules());
    }

    /// Names are unique within an application in Spinnaker, and among all pipelines in Gennaker.
    static String name(JsonNode node, Set<String> taken) {
        String full = fullName(new Fields(node, "", new Findings()));
        return Slug.unique(Slug.of(full, LONGEST_NAME), LONGEST_NAME, "-", taken);
    }

    /// As the definition calls it; empty where there is none.
    static String application(JsonNode pipeline) {
        return new Fields(pipeline, "", new Findings())
                .text("application")
                .map(PipelineImport::slug)
                .orElse("");
    }

    private static String fullName(Fields pipeline) {
        String name = pipeline.text("name").orElse("");
        String application = pipeline.text("application").orElse("");
        boolean saysIt = Slug.of(name, LONGEST_NAME).startsWith(Slug.of(application, LONGEST_NAME));
        return application.isEmpty() || saysIt ? name : application + "-" + name;
    }

    ImportedPipeline run() {
        Optional<String> definition = definition();
        List<Problem> problems = definition
                .map(text -> OwnCheck.problems(name + ".yaml", text, files))
                .orElse(List.of());
        return new ImportedPipeline(
                pipeline.text("name").orElse(""),
                name,
                definition,
                files,
                pipeline.findings().close(pipeline.node()),
                problems);
    }

    private Optional<String> definition() {
        StageGraph graph;
        try {
            graph = StageGraph.of(pipeline.objects("stages"));
        } catch (StageGraph.UnusableGraph unusable) {
            pipeline.notCarried("stages", String.valueOf(unusable.getMessage()));
            return Optional.empty();
        }
        if (graph.nodes().isEmpty()) {
            pipeline.notCarried("stages", "a pipeline needs at least one stage");
            pipeline.notCarried("template", "the importer reads whole pipelines, not templates: save the rendered one");
            return Optional.empty();
        }
        Parameters parameters = Parameters.of(pipeline);
        images.expected(pipeline);
        ArrayNode triggers = triggers();
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        set(spec, "parameters", parameters.parameters());
        set(spec, "artifacts", images.written());
        set(spec, "triggers", triggers);
        spec.set("concurrency", concurrency());
        spec.set("stages", stages(graph, parameters));
        noteOthers();
        images.noteUnbound(files.values());
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "gennaker/v1")
                .put("kind", "Pipeline");
        document.set("metadata", metadata());
        document.set("spec", spec);
        var documents = new ArrayList<ObjectNode>(List.of(document));
        documents.addAll(notices.rules());
        return Optional.of(
                "# Imported from Spinnaker. What changed its meaning, and what could not be carried over, is in "
                        + "the report of the import.\n" + YamlText.of(documents));
    }

    private ObjectNode metadata() {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("name", name);
        if (name.equals(pipeline.text("name").orElse(""))) {
            pipeline.exact("name");
        } else {
            pipeline.changed("name", "it is called " + name);
        }
        pipeline.text("application").ifPresent(application -> {
            String ours = slug(application);
            metadata.put("application", ours);
            if (ours.equals(application)) {
                pipeline.exact("application");
            } else {
                pipeline.changed("application", "it is called " + ours);
            }
        });
        pipeline.text("description").ifPresent(description -> {
            metadata.put("description", description.replace("${{", "$ {{"));
            pipeline.exact("description");
        });
        pipeline.notNeededUnlessSaid("empty", "description");
        return metadata;
    }

    private static String slug(String application) {
        return Slug.of(application, LONGEST_NAME);
    }

    private static void set(ObjectNode spec, String key, ArrayNode list) {
        if (!list.isEmpty()) {
            spec.set(key, list);
        }
    }

    private ArrayNode triggers() {
        ArrayNode written = JsonNodeFactory.instance.arrayNode();
        var context = new TriggerContext(together.pipelines(), expected(), together.zone());
        for (Fields trigger : pipeline.objects("triggers")) {
            switch (TriggerTranslators.translate(trigger, context)) {
                case TriggerTranslation.Registry registry -> {
                    images.add(registry.image(), trigger, "type");
                    written.addObject()
                            .put("name", "pushed-" + (written.size()))
                            .put("type", "registry")
                            .put("image", registry.image())
                            .put("tag", registry.tag())
                            .put("enabled", registry.enabled() && !pipeline.flag("disabled"));
                    noteTrigger(trigger);
                }
                case TriggerTranslation.Written(String word, ObjectNode keys, boolean enabled) -> {
                    written.addObject()
                            .put("name", word + "-" + written.size())
                            .<ObjectNode>setAll(keys)
                            .put("enabled", enabled && !pipeline.flag("disabled"));
                    noteTrigger(trigger);
                }
                case TriggerTranslation.Unsupported(String reason) ->
                    trigger.rest(Outcome.NOT_CARRIED, "this does not start the pipeline: " + reason);
            }
        }
        pipeline.notNeededUnlessSaid("none", "triggers");
        return written;
    }

    /// What each expected artifact must match, by its id.
    private Map<String, Fields> expected() {
        var expected = new HashMap<String, Fields>();
        for (Fields artifact : pipeline.objects("expectedArtifacts")) {
            artifact.text("id").ifPresent(id -> expected.put(id, artifact.object("matchArtifact")));
        }
        return expected;
    }

    private static void noteTrigger(Fields trigger) {
        trigger.notNeeded("names the trigger inside Spinnaker", "id");
        trigger.notNeededUnlessSaid(
                "none", "parameters", "payloadConstraints", "attributeConstraints", "status", "expectedArtifactIds");
        if (trigger.says("parameters")) {
            trigger.notCarried("parameters", "a trigger gives no parameters: their defaults hold");
        }
        if (trigger.says("runAsUser")) {
            trigger.notCarried("runAsUser", "no execution runs as a user; roles are those of the application");
        } else {
            trigger.notNeeded("none", "runAsUser");
        }
    }

    private ObjectNode concurrency() {
        ObjectNode concurrency = JsonNodeFactory.instance.objectNode();
        long most = pipeline.whole("maxConcurrentExecutions").filter(n -> n > 0).orElse((long) MOST_AT_ONCE);
        concurrency.put("limit", pipeline.flag("limitConcurrent") ? 1 : Math.min(most, MOST_AT_ONCE));
        concurrency.put("whenFull", pipeline.flag("keepWaitingPipelines") ? "queue" : "replaceWaiting");
        pipeline.changed("limitConcurrent", "a paused execution counts too, and two starts at once never both run");
        pipeline.exact("keepWaitingPipelines");
        if (pipeline.flag("limitConcurrent")) {
            pipeline.notNeeded("limitConcurrent says one at a time", "maxConcurrentExecutions");
        } else if (most <= MOST_AT_ONCE && pipeline.says("maxConcurrentExecutions")) {
            pipeline.exact("maxConcurrentExecutions");
        }
        return concurrency;
    }

    private ArrayNode stages(StageGraph graph, Parameters parameters) {
        Workloads workloads =
                Workloads.of(graph.nodes().stream().map(StageGraph.Node::stage).toList());
        Set<String> takenIds = graph.ids();
        Map<String, String> runnable = runnable();
        var known = new HashMap<String, KnownStage>();
        ArrayNode stages = JsonNodeFactory.instance.arrayNode();
        for (StageGraph.Node node : graph.nodes()) {
            Set<String> before = graph.before(node);
            var names = new Names(
                    name,
                    parameters.names(),
                    images.byArtifact(),
                    images.only(),
                    graph.idsByName(),
                    known(known, before),
                    images.files());
            var context = new StageContext(
                    names,
                    node.id(),
                    together.clusters(),
                    runnable,
                    together.canaryConfigs(),
                    workloads,
                    together.zone());
            var stage = new StageImport(node, context, takenIds, pipeline.text("application"), notices);
            stages.addAll(stage.run());
            files.putAll(stage.files());
            known.put(node.id(), stage.known());
        }
        return stages;
    }

    /// Only pipelines of one application run one another.
    private Map<String, String> runnable() {
        String own = application(pipeline.node());
        var runnable = new HashMap<>(together.pipelines());
        runnable.keySet().removeIf(id -> !own.equals(together.applications().get(id)));
        return runnable;
    }

    private static Map<String, KnownStage> known(Map<String, KnownStage> all, Set<String> before) {
        var known = new HashMap<>(all);
        known.keySet().retainAll(before);
        return known;
    }

    private void noteOthers() {
        pipeline.notNeeded(
                BOOKKEEPING,
                "id",
                "index",
                "schema",
                "lastModifiedBy",
                "updateTs",
                "createTs",
                "type",
                "updateTimestamp");
        pipeline.notNeeded("when an expression is evaluated is fixed in Gennaker", "spelEvaluator");
        if (pipeline.flag("disabled")) {
            pipeline.changed("disabled", "its triggers are off; by hand it can be started");
        } else {
            pipeline.notNeeded("off", "disabled");
        }
        notices.add(pipeline);
        noteUnlessEmpty("roles", "roles are given to people per application, not in a pipeline");
        noteUnlessEmpty("tags", "a pipeline has no tags");
        noteUnlessEmpty("locked", "a definition is protected where its file is kept");
        noteUnlessEmpty("respectQuietPeriod", "the language has no quiet periods");
        pipeline.notNeededUnlessSaid("none", "parameterConfig", "expectedArtifacts");
    }

    private void noteUnlessEmpty(String key, String reason) {
        if (pipeline.says(key)) {
            pipeline.notCarried(key, reason);
        } else {
            pipeline.notNeeded("none", key);
        }
    }
}
