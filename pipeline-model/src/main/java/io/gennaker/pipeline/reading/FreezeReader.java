package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a freeze: of what, when and why.
final class FreezeReader {
    private static final Map<String, Boolean> REJECTS = Choices.of("hold", false, "reject", true);

    private FreezeReader() {}

    static FreezeDefinition read(Source source, YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.FREEZE);
        ObjectReader metadata = document.requiredObject("metadata", Shape.FREEZE_METADATA);
        ObjectReader spec = document.requiredObject("spec", Shape.FREEZE_SPEC);
        return new FreezeDefinition(
                metadata.text("name", Words.NAME, DefinitionReader.UNREAD),
                applications(spec),
                times(spec),
                spec.text("reason", Words.LINE, DefinitionReader.UNREAD),
                spec.choice("arriving", REJECTS, false));
    }

    private static List<TextPattern> applications(ObjectReader spec) {
        List<TextPattern> patterns = spec.items(
                "applications",
                (node, at) -> spec.textOf(node, at, Words.PATTERN).flatMap(text -> pattern(spec, node, at, text)));
        if (patterns.isEmpty()
                && spec.node("applications").filter(FreezeReader::isEmpty).isPresent()) {
            spec.problem("applications", "no application", "at least one; '*' is all of them");
        }
        return patterns;
    }

    private static Optional<TextPattern> pattern(ObjectReader spec, YamlNode node, String at, String text) {
        try {
            return Optional.of(TextPattern.parse(text));
        } catch (IllegalArgumentException unreadable) {
            spec.source().problem(node, at, quote(text), String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private static List<FreezeDefinition.Time> times(ObjectReader spec) {
        if (spec.node("times").filter(FreezeReader::isEmpty).isPresent()) {
            spec.problem("times", "no time", "at least one, or no key 'times' for a freeze until it is removed");
        }
        return spec.objects("times", Shape.FREEZE_TIME).stream()
                .flatMap(object -> time(object).stream())
                .toList();
    }

    private static boolean isEmpty(YamlNode node) {
        return node instanceof YamlNode.Sequence sequence && sequence.items().isEmpty();
    }

    private static Optional<FreezeDefinition.Time> time(ObjectReader object) {
        boolean once = object.has("from") || object.has("to");
        boolean weekly = object.has("days") || object.has("hours") || object.has("zone");
        if (once && !weekly && object.has("from") && object.has("to")) {
            return once(object);
        }
        if (weekly && !once && object.has("zone")) {
            return WindowReader.window(object).map(FreezeDefinition.Weekly::new);
        }
        String found = once && weekly
                ? "an interval and hours of a week together"
                : once ? "an interval without its end or beginning" : "hours of a week without a zone";
        object.source().problem(object.node(), object.path(), found, "from and to; or zone with days, hours or both");
        return Optional.empty();
    }

    private static Optional<FreezeDefinition.Time> once(ObjectReader object) {
        Optional<Instant> from = instant(object, "from");
        Optional<Instant> to = instant(object, "to");
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (!from.get().isBefore(to.get())) {
            object.problem("to", quote(to.get().toString()), "later than from, " + from.get());
        }
        return Optional.of(new FreezeDefinition.Once(from.get(), to.get()));
    }

    private static Optional<Instant> instant(ObjectReader object, String key) {
        return object.optionalText(key, Words.INSTANT).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException noSuchDay) {
                object.problem(key, quote(text), Words.INSTANT.allowed());
                return Optional.empty();
            }
        });
    }
}
