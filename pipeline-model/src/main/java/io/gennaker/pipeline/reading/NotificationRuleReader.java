package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.NotificationRule.Target;
import io.gennaker.pipeline.definition.Occasion;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the rules of who is told what.
final class NotificationRuleReader {
    private static final int MOST_TARGETS = 20;
    private static final Map<String, Occasion> OCCASIONS = occasions();
    private static final Scope SCOPE = new Scope(Map.of(
            "fact",
            Scope.Fields.of(List.of(
                    "occasion",
                    "execution",
                    "pipeline",
                    "application",
                    "status",
                    "stage",
                    "reason",
                    "user",
                    "images",
                    "link"))));

    private NotificationRuleReader() {}

    private static Map<String, Occasion> occasions() {
        var words = new LinkedHashMap<String, Occasion>();
        Arrays.stream(Occasion.values()).forEach(occasion -> words.put(occasion.word(), occasion));
        return words;
    }

    static NotificationRule read(Source source, YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.NOTIFICATION_RULE);
        ObjectReader metadata = document.requiredObject("metadata", Shape.RULE_METADATA);
        ObjectReader spec = document.requiredObject("spec", Shape.RULE_SPEC);
        return new NotificationRule(
                metadata.text("name", Words.NAME, DefinitionReader.UNREAD),
                metadata.optionalText("application", Words.NAME).orElse(null),
                spec.items("pipelines", (node, at) -> pattern(spec, node, at)),
                on(spec),
                targets(spec),
                template(spec, "title", Words.TITLE),
                template(spec, "message", Words.PROSE));
    }

    private static Optional<TextPattern> pattern(ObjectReader spec, YamlNode node, String at) {
        return spec.textOf(node, at, Words.PATTERN).flatMap(text -> {
            try {
                return Optional.of(TextPattern.parse(text));
            } catch (IllegalArgumentException unreadable) {
                spec.source().problem(node, at, quote(text), String.valueOf(unreadable.getMessage()));
                return Optional.empty();
            }
        });
    }

    private static Set<Occasion> on(ObjectReader spec) {
        var on = EnumSet.noneOf(Occasion.class);
        on.addAll(spec.items("on", (node, at) -> occasion(spec, node, at)));
        if (on.isEmpty() && spec.has("on")) {
            spec.problem("on", "no occasion", "at least one of " + String.join(", ", OCCASIONS.keySet()));
        }
        return on;
    }

    private static Optional<Occasion> occasion(ObjectReader spec, YamlNode node, String at) {
        Occasion found = node instanceof YamlNode.Scalar scalar ? OCCASIONS.get(scalar.text()) : null;
        if (found == null) {
            String words = node instanceof YamlNode.Scalar scalar ? quote(scalar.text()) : node.describe();
            spec.source().problem(node, at, words, String.join(", ", OCCASIONS.keySet()));
        }
        return Optional.ofNullable(found);
    }

    private static List<Target> targets(ObjectReader spec) {
        List<ObjectReader> targets = spec.objects("to", Shape.NOTICE_TARGET);
        if (spec.has("to") && (targets.isEmpty() || targets.size() > MOST_TARGETS)) {
            spec.problem("to", targets.size() + " targets", "1 to " + MOST_TARGETS);
        }
        return targets.stream().map(NotificationRuleReader::target).toList();
    }

    private static Target target(ObjectReader object) {
        NoticeChannel channel = object.choice("channel", NoticeTargets.RULE_CHANNELS, NoticeChannel.LOG);
        NoticeTargets.check(object, channel);
        String address =
                switch (channel) {
                    case LOG -> "";
                    case WEBHOOK, CDEVENTS ->
                        object.optionalText("url", Words.URL).orElse("");
                    case SLACK, EMAIL, TEAMS ->
                        object.optionalText("to", NoticeTargets.address(channel))
                                .orElse("");
                };
        return new Target(channel, address);
    }

    private static @Nullable String template(ObjectReader spec, String key, Words words) {
        return spec.has(key) ? spec.template(key, words, SCOPE, DefinitionReader.UNREAD) : null;
    }
}
