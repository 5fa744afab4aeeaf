package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import io.gennaker.spinnaker.report.Outcome;
import io.gennaker.spinnaker.yaml.OwnCheck;
import io.gennaker.spinnaker.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Collects who is told what, from `notifications` of a pipeline and of its stages: each becomes a rule.
final class Notices {
    private static final int LONGEST = 60;
    private static final Map<String, List<String>> OCCASIONS = Map.of(
            "pipeline.starting", List.of("started"),
            "pipeline.complete", List.of("succeeded"),
            "pipeline.failed", List.of("failed", "timedOut"),
            "stage.failed", List.of("stageFailed"),
            "manualJudgment", List.of("waiting"),
            "manualJudgmentContinue", List.of("decided"),
            "manualJudgmentStop", List.of("decided"));

    private final String pipeline;
    private final Optional<String> application;
    private final Set<String> taken;
    private final List<ObjectNode> rules = new ArrayList<>();

    /// @param taken names of rules that are there already
    Notices(String pipeline, Optional<String> application, Set<String> taken) {
        this.pipeline = pipeline;
        this.application = application;
        this.taken = taken;
    }

    List<ObjectNode> rules() {
        return List.copyOf(rules);
    }

    /// @param owner a pipeline, or a stage
    void add(Fields owner) {
        owner.notNeededUnlessSaid("none", "notifications");
        owner.notNeeded("the notifications say it", "sendNotifications");
        if (owner.text("sendNotifications").orElse("true").equals("false")) {
            owner.objects("notifications")
                    .forEach(each -> each.notNeeded("off", "type", "address", "cc", "level", "when", "message"));
            return;
        }
        owner.objects("notifications").forEach(this::addOne);
    }

    private void addOne(Fields notification) {
        Optional<List<ObjectNode>> targets = targets(notification);
        var on = new TreeSet<String>();
        notification.texts("when").forEach(when -> on.addAll(OCCASIONS.getOrDefault(when, List.of())));
        if (targets.isEmpty() || on.isEmpty()) {
            notification.note(
                    "type",
                    Outcome.NOT_CARRIED,
                    on.isEmpty()
                            ? "nothing tells of " + String.join(", ", notification.texts("when"))
                            : refusal(notification, on));
            notification.rest(Outcome.NOT_CARRIED, "part of a notification that nobody gets");
            return;
        }
        Map<String, Set<String>> onByMessage = onByMessage(notification);
        var written = new ArrayList<ObjectNode>();
        onByMessage.forEach((message, occasions) -> written.add(rule(targets.get(), occasions, message)));
        List<Problem> problems = OwnCheck.problems("rules.yaml", YamlText.of(written), Map.of());
        if (!problems.isEmpty()) {
            notification.rest(Outcome.NOT_CARRIED, OwnCheck.words(problems) + ": write a NotificationRule by hand");
            return;
        }
        rules.addAll(written);
        note(notification);
    }

    /// Where it goes; empty where the language has no such channel, or not this address.
    private static Optional<List<ObjectNode>> targets(Fields notification) {
        String address = notification.text("address").orElse("").strip();
        return switch (notification.text("type").orElse("")) {
            case "email" ->
                address.contains("@")
                        ? Optional.of(Stream.concat(
                                        Stream.of(address),
                                        notification.text("cc").stream()
                                                .flatMap(cc -> Stream.of(cc.split(",")))
                                                .map(String::strip))
                                .distinct()
                                .map(to -> target("email", to))
                                .toList())
                        : Optional.empty();
            case "slack" ->
                address.matches("[CGD][A-Z0-9]{8,}")
                        ? Optional.of(List.of(target("slack", address)))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static ObjectNode target(String channel, String to) {
        return JsonNodeFactory.instance.objectNode().put("channel", channel).put("to", to);
    }

    /// Why it is not carried, and the rule to write in its place.
    private String refusal(Fields notification, Set<String> on) {
        String type = notification.text("type").orElse("");
        return switch (type) {
            case "slack" ->
                "Slack's conversations are named by their id, which stands in the conversation's details: "
                        + rule(on, "{channel: slack, to: ID}");
            case "microsoftteams" ->
                rule(on, "{channel: teams, to: NAME}")
                        + ", and give the judgement service the address as gennaker.teams.NAME.url-file";
            case "email" -> "its address is none of e-mail: " + rule(on, "{channel: email, to: ADDRESS}");
            default ->
                "there is no channel '%s'; a webhook reaches any system: ".formatted(type)
                        + rule(on, "{channel: webhook, url: 'https://...'}");
        };
    }

    private String rule(Set<String> on, String target) {
        return "write a NotificationRule with `pipelines: [%s]`, `on: [%s]`, `to: [%s]`"
                .formatted(pipeline, String.join(", ", on), target);
    }

    /// Those that have a text of their own apart: a rule has one.
    private static Map<String, Set<String>> onByMessage(Fields notification) {
        var byMessage = new LinkedHashMap<String, Set<String>>();
        for (String when : notification.texts("when")) {
            String message = message(notification, when)
                    .filter(text -> !Texts.hasExpression(text))
                    .orElse("");
            List<String> occasions = OCCASIONS.getOrDefault(when, List.of());
            if (!occasions.isEmpty()) {
                byMessage.computeIfAbsent(message, _ -> new TreeSet<>()).addAll(occasions);
            }
        }
        return byMessage;
    }

    private static Optional<String> message(Fields notification, String when) {
        return notification.object("message").object(when).text("text");
    }

    private ObjectNode rule(List<ObjectNode> targets, Set<String> on, String message) {
        ObjectNode rule = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "gennaker/v1")
                .put("kind", "NotificationRule");
        ObjectNode metadata = rule.putObject("metadata")
                .put("name", Slug.unique(Slug.of(pipeline + "-told", LONGEST), LONGEST, "-", taken));
        application.ifPresent(name -> metadata.put("application", name));
        ObjectNode spec = rule.putObject("spec");
        spec.putArray("pipelines").add(pipeline);
        on.forEach(spec.putArray("on")::add);
        spec.putArray("to").addAll(targets);
        if (!message.isEmpty()) {
            spec.put("message", message);
        }
        return rule;
    }

    private static void note(Fields notification) {
        notification.exact("type", "address", "cc");
        notification.notNeeded("a rule says it by its occasions", "level");
        List<String> when = notification.texts("when");
        List<String> unknown =
                when.stream().filter(word -> !OCCASIONS.containsKey(word)).toList();
        if (!unknown.isEmpty()) {
            notification.notCarried("when", "nothing tells of " + String.join(", ", unknown));
        } else if (when.stream().anyMatch(word -> !word.startsWith("pipeline."))) {
            notification.changed("when", "it tells of every such stage of the pipeline, not of this one only");
        } else {
            notification.exact("when");
        }
        Fields messages = notification.object("message");
        messages.node().fieldNames().forEachRemaining(key -> {
            if (message(notification, key).filter(Texts::hasExpression).isPresent() || !when.contains(key)) {
                messages.object(key)
                        .notCarried("text", "words with expressions of Spinnaker's: Gennaker's own words are used");
            } else {
                messages.object(key).exact("text");
            }
        });
    }
}
