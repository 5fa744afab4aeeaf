package io.gennaker.trigger.matching;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds an event against what a trigger asks for; the first that does not hold is told. Pure.
final class Conditions {
    private final Event event;

    Conditions(Event event) {
        this.event = event;
    }

    Optional<Mismatch> mismatch(Trigger trigger) {
        return ofType(trigger).or(() -> ofTerms(trigger.terms()));
    }

    private Optional<Mismatch> ofType(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Registry registry -> ofRegistry(registry);
            case Trigger.Git git -> ofGit(git);
            case Trigger.Ended ended -> ofEnd(ended);
            case Trigger.Fact _, Trigger.Cron _ -> Optional.empty();
        };
    }

    /// An image without a tag fits only the pattern `*`.
    private Optional<Mismatch> ofRegistry(Trigger.Registry registry) {
        ImageReference image = event.images().getFirst();
        if (event.action() != RegistryAction.INSERT) {
            return Mismatch.of("action INSERT", "action " + event.action());
        }
        boolean fits = image.tag() == null
                ? registry.tag().equals(TextPattern.ANY)
                : registry.tag().fits(image.tag());
        return fits
                ? Optional.empty()
                : Mismatch.of("tag " + registry.tag().source(), image.tag() == null ? "no tag" : "tag " + image.tag());
    }

    private Optional<Mismatch> ofGit(Trigger.Git git) {
        String action = event.attributes().getOrDefault("action", "");
        String wanted = git.actions().stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" or "));
        if (git.actions().stream().noneMatch(one -> one.name().equalsIgnoreCase(action))) {
            return Mismatch.of(wanted, action);
        }
        return action.equals("push")
                ? ofAttribute("branch", git.branch()).or(() -> ofPaths(git.paths()))
                : ofAttribute("tag", git.tag());
    }

    private Optional<Mismatch> ofPaths(List<TextPattern> paths) {
        if (paths.isEmpty()) {
            return Optional.empty();
        }
        List<String> changed = Stream.of("added", "modified", "removed")
                .flatMap(change -> textsAt(event.payload(), List.of("commits", change)).stream())
                .toList();
        return changed.stream().anyMatch(path -> paths.stream().anyMatch(pattern -> pattern.fits(path)))
                ? Optional.empty()
                : Mismatch.of(
                        "a change in " + paths.stream().map(TextPattern::source).collect(Collectors.joining(" or ")),
                        changed.isEmpty() ? "no changed file" : "changes in " + String.join(", ", changed));
    }

    private Optional<Mismatch> ofEnd(Trigger.Ended ended) {
        String status = event.attributes().getOrDefault("status", "");
        return ended.statuses().stream().map(Running::word).anyMatch(status::equals)
                ? Optional.empty()
                : Mismatch.of(
                        "an end as "
                                + ended.statuses().stream()
                                        .map(Running::word)
                                        .sorted()
                                        .collect(Collectors.joining(" or ")),
                        "an end as " + status);
    }

    private Optional<Mismatch> ofTerms(Trigger.Terms terms) {
        return first(terms.attributes(), this::ofAttribute)
                .or(() -> first(terms.payload(), this::ofPayload))
                .or(() -> ofCondition(terms));
    }

    private static Optional<Mismatch> first(
            Map<String, TextPattern> patterns, BiFunction<String, TextPattern, Optional<Mismatch>> check) {
        return patterns.entrySet().stream()
                .flatMap(entry -> check.apply(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    private Optional<Mismatch> ofAttribute(String name, TextPattern pattern) {
        String value = event.attributes().get(name);
        return value != null && pattern.fits(value)
                ? Optional.empty()
                : Mismatch.of(name + " " + pattern.source(), value == null ? "no " + name : name + " " + value);
    }

    private Optional<Mismatch> ofPayload(String path, TextPattern pattern) {
        List<String> found = textsAt(event.payload(), List.of(path.split("\\.")));
        return found.stream().anyMatch(pattern::fits)
                ? Optional.empty()
                : Mismatch.of(
                        path + " " + pattern.source(),
                        found.isEmpty() ? "nothing at " + path : path + " " + String.join(", ", found));
    }

    private Optional<Mismatch> ofCondition(Trigger.Terms terms) {
        String when = terms.when();
        if (when == null) {
            return Optional.empty();
        }
        try {
            return Expression.evaluate(when, event.bindings()) instanceof Value.Truth(boolean holds) && holds
                    ? Optional.empty()
                    : Mismatch.of(when, "that it is not true");
        } catch (EvaluationFailed failed) {
            return Mismatch.of(when, String.valueOf(failed.getMessage()));
        }
    }

    /// All texts at a path; of a list, of each item.
    private static List<String> textsAt(Value value, List<String> path) {
        return switch (value) {
            case Value.Many many ->
                many.items().stream()
                        .flatMap(item -> textsAt(item, path).stream())
                        .toList();
            case Value.Named named ->
                path.isEmpty() || !named.fields().containsKey(path.getFirst())
                        ? List.of()
                        : textsAt(named.fields().get(path.getFirst()), path.subList(1, path.size()));
            case Value.Text _, Value.Whole _, Value.Decimal _, Value.Truth _ ->
                path.isEmpty() ? value.inText().stream().toList() : List.of();
        };
    }
}
