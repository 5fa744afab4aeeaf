package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Translated;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.KnownStage;
import io.gennaker.spinnaker.naming.Slug;
import io.gennaker.spinnaker.report.Findings;
import io.gennaker.spinnaker.report.Outcome;
import io.gennaker.spinnaker.stage.Draft;
import io.gennaker.spinnaker.stage.Durations;
import io.gennaker.spinnaker.stage.StageContext;
import io.gennaker.spinnaker.stage.StageTranslators;
import io.gennaker.spinnaker.stage.Translation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Imports one stage: what all stages have, and around it what the type becomes.
///
/// Nothing is made weaker in silence. A type without an equal becomes a question to people that stands at its place; so
/// does a condition or a window that the language cannot say, as a stage in front.
final class StageImport {
    private static final int LONGEST_ID = 40;
    private static final String BOOKKEEPING = "how Spinnaker shows or stores the stage";

    private final StageGraph.Node node;
    private final Fields stage;
    private final StageContext context;
    private final Set<String> takenIds;
    private final Optional<String> pipelineApplication;
    private final Notices notices;
    private final List<ObjectNode> written = new ArrayList<>();
    private final Map<String, String> files = new TreeMap<>();
    private List<String> needs;
    private Optional<String> when = Optional.empty();
    private Optional<ObjectNode> window = Optional.empty();
    private KnownStage known;

    /// @param pipelineApplication what stages repeat
    /// @param notices of the pipeline
    StageImport(
            StageGraph.Node node,
            StageContext context,
            Set<String> takenIds,
            Optional<String> pipelineApplication,
            Notices notices) {
        this.notices = notices;
        this.known = new KnownStage(node.id(), KnownStage.BY_HAND, Map.of());
        this.pipelineApplication = pipelineApplication;
        this.node = node;
        this.stage = node.stage();
        this.context = context;
        this.takenIds = takenIds;
        this.needs = node.needs();
    }

    /// The stages of the definition, in their order: those in front, then the stage.
    List<ObjectNode> run() {
        frame();
        condition();
        window();
        stage();
        return List.copyOf(written);
    }

    Map<String, String> files() {
        return Map.copyOf(files);
    }

    /// What the expressions of later stages may know.
    KnownStage known() {
        return known;
    }

    private void frame() {
        String name = stage.text("name").orElse("");
        if (name.equals(node.id())) {
            stage.exact("name");
        } else {
            stage.changed("name", "the id is " + node.id());
        }
        stage.exact("refId", "requisiteStageRefIds");
        stage.notNeeded(BOOKKEEPING, "isNew", "showAdvancedOptions", "relationships", "skipWindowText");
        if (stage.text("application").equals(pipelineApplication)) {
            stage.notNeeded("the pipeline's application", "application");
        }
        stage.notNeededUnlessSaid("empty", "comments", "inputArtifacts");
        if (stage.says("comments")) {
            stage.notCarried("comments", "a stage has no comment: write it into the YAML");
        }
        notices.add(stage);
        if (stage.flag("failOnFailedExpressions")) {
            stage.exact("failOnFailedExpressions");
        } else {
            stage.changed("failOnFailedExpressions", "an expression that does not evaluate always fails its stage");
        }
    }

    private void condition() {
        String expression = stage.object("stageEnabled").text("expression").orElse("");
        if (expression.isEmpty()) {
            stage.notNeededUnlessSaid("always", "stageEnabled");
            return;
        }
        try {
            Translated translated = new Texts(context.names()).condition(expression);
            when = Optional.of(translated.text());
            String reason = "a condition that does not evaluate fails the stage, where Spinnaker skipped it";
            stage.changed("stageEnabled", String.join("; ", append(translated.changes(), reason)));
        } catch (Untranslatable untranslatable) {
            stage.notCarried("stageEnabled", "people are asked instead: expression " + untranslatable.getMessage());
            String asking = guard(
                    "if",
                    "Run '" + node.id() + "'?",
                    "Spinnaker ran stage '" + node.id() + "' only when this was true: `" + expression
                            + "`\n\nApprove to run it, reject to skip it.",
                    "continue");
            when = Optional.of("stages[\"" + asking + "\"].status == \"Succeeded\"");
        }
    }

    private void window() {
        if (!stage.flag("restrictExecutionDuringTimeWindow")) {
            stage.notNeeded("off", "restrictExecutionDuringTimeWindow", "restrictedExecutionWindow");
            return;
        }
        Optional<ObjectNode> hours = Windows.of(stage.object("restrictedExecutionWindow"), context.zone());
        if (hours.isPresent()) {
            window = hours;
            stage.changed(
                    "restrictExecutionDuringTimeWindow",
                    "on the clocks of " + context.zone().orElse(""));
            return;
        }
        String why = context.zone().isPresent()
                ? "a stage has one `window`, with one time of the day; these are several, or cannot be read"
                : "its time zone is a setting of the Spinnaker server, not of the pipeline; import again with --zone";
        String reason = why + ". People are asked in front of the stage instead; or give it a `window` and remove the"
                + " question";
        stage.notCarried("restrictExecutionDuringTimeWindow", reason);
        stage.notCarried("restrictedExecutionWindow", reason);
        guard(
                "window",
                "Is it time for '" + node.id() + "'?",
                "Spinnaker ran stage '" + node.id() + "' only in this window: `" + stage.at("restrictedExecutionWindow")
                        + "`\n\nApprove when it is open.",
                "fail");
    }

    private static List<String> append(List<String> texts, String last) {
        var all = new ArrayList<>(texts);
        all.add(last);
        return all;
    }

    /// Puts a question in front of the stage; gives its id.
    private String guard(String word, String title, String instructions, String onFailure) {
        String id = Slug.unique(Slug.of(word + "-" + node.id(), LONGEST_ID), LONGEST_ID, "-", takenIds);
        ObjectNode guard = begin(id, "judgement");
        if (!onFailure.equals("fail")) {
            guard.put("onFailure", onFailure);
        }
        guard.setAll(question(title, instructions));
        written.add(guard);
        needs = List.of(id);
        return id;
    }

    private void stage() {
        var own = new Findings();
        switch (StageTranslators.translate(stage.notedIn(own), context)) {
            case Translation.Exact(Draft draft) -> {
                stage.findings().addAll(own);
                stage.exact("type");
                add(draft);
            }
            case Translation.Changed(Draft draft, String reason) -> {
                stage.findings().addAll(own);
                stage.changed("type", reason);
                add(draft);
            }
            case Translation.Unsupported(String reason) -> addStandIn(reason);
        }
    }

    private void add(Draft draft) {
        ObjectNode object = begin(node.id(), draft.kind());
        boolean hasOwnTime = draft.keys().has("expiresAfter");
        Optional<Duration> given = hasOwnTime ? Optional.empty() : timeout();
        given.or(draft::timeout).ifPresent(time -> object.put("timeout", Durations.text(time)));
        failurePolicy(object);
        window.ifPresent(hours -> object.set("window", hours));
        object.setAll(draft.keys());
        files.putAll(draft.files());
        known = new KnownStage(node.id(), draft.kind(), draft.outputs());
        written.add(object);
    }

    private void addStandIn(String reason) {
        String type = stage.text("type").orElse("");
        stage.notCarried("type", reason + ". A question to people stands in for it");
        ObjectNode object = begin(node.id(), "judgement");
        failurePolicy(object);
        window.ifPresent(hours -> object.set("window", hours));
        object.setAll(question(
                "By hand: " + stage.text("name").orElse(node.id()),
                "Spinnaker's stage of type " + type + " could not be imported: " + reason
                        + ".\n\nDo by hand what it did, then approve; or reject."));
        stage.rest(Outcome.NOT_CARRIED, "part of a stage that could not be imported");
        written.add(object);
    }

    private ObjectNode begin(String id, String kind) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("id", id).put("kind", kind);
        needs.forEach(object.putArray("needs")::add);
        when.ifPresent(condition -> object.put("when", condition));
        return object;
    }

    private Optional<Duration> timeout() {
        Optional<Duration> given =
                stage.whole("stageTimeoutMs").map(Duration::ofMillis).filter(Durations::isAllowed);
        boolean succeeds = stage.flag("markSuccessfulOnTimeout");
        if (succeeds) {
            stage.notCarried("markSuccessfulOnTimeout", "a stage that runs out of time has not succeeded");
        } else {
            stage.notNeeded("off", "markSuccessfulOnTimeout");
        }
        if (given.isPresent()) {
            stage.exact("stageTimeoutMs");
        }
        stage.notNeeded("the time itself says it", "overrideTimeout");
        return given.map(time -> time.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : time);
    }

    private void failurePolicy(ObjectNode object) {
        stage.exact("failPipeline", "continuePipeline", "completeOtherBranchesThenFail");
        String policy = policy();
        if (!policy.equals("fail")) {
            object.put("onFailure", policy);
        }
    }

    private String policy() {
        if (stage.flag("continuePipeline")) {
            return "continue";
        }
        if (stage.text("failPipeline").orElse("true").equals("true")) {
            return "fail";
        }
        return stage.flag("completeOtherBranchesThenFail") ? "stopBranchAndFail" : "stopBranch";
    }

    /// The keys of a question, its texts without anything that would be read as an expression.
    private static ObjectNode question(String title, String instructions) {
        String line = plain(title).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        String text = plain(instructions);
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", line.substring(0, Math.min(200, line.length())))
                .put("instructions", text.substring(0, Math.min(10_000, text.length())))
                .put("requesterMayDecide", true);
    }

    private static String plain(String text) {
        return text.replace("${{", "$ {{");
    }
}
