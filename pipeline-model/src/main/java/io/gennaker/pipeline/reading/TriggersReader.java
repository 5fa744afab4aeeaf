package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FactKind;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.definition.Schedule;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what starts a pipeline: the type of a trigger decides which keys it has.
final class TriggersReader {
    private static final Duration NO_JITTER = Duration.ZERO;
    private static final Duration LONGEST_QUIET = Duration.ofDays(1);
    private static final Map<String, Trigger.GitAction> GIT_ACTIONS = Choices.of(
            "push", Trigger.GitAction.PUSH, "tag", Trigger.GitAction.TAG, "release", Trigger.GitAction.RELEASE);
    private static final Map<String, Trigger.Misfire> MISFIRES =
            Choices.of("skip", Trigger.Misfire.SKIP, "run", Trigger.Misfire.RUN);
    private static final Map<String, ExecutionStatus> ENDS = Choices.of(
            "Succeeded", ExecutionStatus.SUCCEEDED,
            "Failed", ExecutionStatus.FAILED,
            "Cancelled", ExecutionStatus.CANCELLED,
            "TimedOut", ExecutionStatus.TIMED_OUT);
    private static final Scope EVENT = new Scope(
            Map.of("event", Scope.Fields.of(List.of("kind", "source", "subject", "attributes", "payload", "image"))));

    /// One type of trigger: its keys, and how they are read.
    private record Type(Shape shape, Reading reading) {}

    private interface Reading {
        Optional<Trigger> read(TriggersReader reader, ObjectReader object, Trigger.Terms terms);
    }

    private static final Map<String, Type> TYPES = types();

    private final List<Parameter> parameters;
    private final List<ExpectedArtifact> artifacts;
    private final List<ExpectedFile> files;

    TriggersReader(List<Parameter> parameters, List<ExpectedArtifact> artifacts, List<ExpectedFile> files) {
        this.parameters = parameters;
        this.artifacts = artifacts;
        this.files = files.stream()
                .filter(file -> file.place() instanceof ExpectedFile.InGit)
                .toList();
    }

    private static Map<String, Type> types() {
        var types = new LinkedHashMap<String, Type>();
        types.put("registry", new Type(Shape.REGISTRY_TRIGGER, TriggersReader::registry));
        types.put("git", new Type(Shape.GIT_TRIGGER, TriggersReader::git));
        types.put("webhook", new Type(Shape.FACT_TRIGGER, fact(FactKind.WEBHOOK)));
        types.put("message", new Type(Shape.FACT_TRIGGER, fact(FactKind.MESSAGE)));
        types.put("cdevent", new Type(Shape.FACT_TRIGGER, fact(FactKind.CDEVENT)));
        types.put("cron", new Type(Shape.CRON_TRIGGER, TriggersReader::cron));
        types.put("pipeline", new Type(Shape.PIPELINE_TRIGGER, TriggersReader::ended));
        return types;
    }

    List<Trigger> read(ObjectReader spec) {
        var names = new Uniqueness();
        return spec.items("triggers", (node, path) -> trigger(spec.source(), node, path, names));
    }

    private Optional<Trigger> trigger(Source source, YamlNode node, String path, Uniqueness names) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            source.problem(node, path, node.describe(), "a mapping with the keys name, type and those of the type");
            return Optional.empty();
        }
        @Nullable YamlNode type = mapping.get("type").orElse(null);
        if (type == null) {
            source.problem(node, path, "no key 'type'", String.join(", ", TYPES.keySet()));
            return Optional.empty();
        }
        Type known = type instanceof YamlNode.Scalar scalar ? TYPES.get(scalar.text()) : null;
        if (known == null) {
            String found = type instanceof YamlNode.Scalar scalar ? quote(scalar.text()) : type.describe();
            source.problem(type, path + ".type", found, String.join(", ", TYPES.keySet()));
            return Optional.empty();
        }
        ObjectReader object = ObjectReader.open(source, node, path, known.shape());
        Trigger.Terms terms = terms(object);
        names.check(object, "name", terms.name());
        return known.reading().read(this, object, terms);
    }

    private Trigger.Terms terms(ObjectReader object) {
        Optional<String> when = object.optionalText("when", Words.CONDITION);
        when.ifPresent(condition -> object.source()
                .checkCondition((YamlNode.Scalar) object.at("when"), object.pathOf("when"), condition, EVENT));
        return new Trigger.Terms(
                object.text("name", Words.NAME, DefinitionReader.UNREAD),
                object.flag("enabled", true),
                when.orElse(null),
                patterns(object, "payload"),
                patterns(object, "attributes"),
                Variables.read(object, "parameters", knownNames(parameters, Parameter::name), EVENT),
                given(object),
                quiet(object));
    }

    private static @Nullable Duration quiet(ObjectReader object) {
        Optional<Duration> quiet = object.optionalDuration("quiet", Duration.ofSeconds(1));
        quiet.filter(asked -> asked.compareTo(LONGEST_QUIET) > 0)
                .ifPresent(tooLong -> object.problem("quiet", tooLong.toString(), "at most 1d"));
        return quiet.orElse(null);
    }

    private static <T> Set<String> knownNames(List<T> declared, Function<T, String> name) {
        var names = new LinkedHashSet<String>();
        declared.forEach(one -> names.add(name.apply(one)));
        return names;
    }

    private static Map<String, TextPattern> patterns(ObjectReader object, String key) {
        var patterns = new TreeMap<String, TextPattern>();
        for (YamlNode.Entry entry : object.entries(key)) {
            String name = entry.key().text();
            String path = object.pathOf(key) + "." + name;
            if (!Words.PATH.fit(name)) {
                object.source().problem(entry.key(), path, quote(name), Words.PATH.allowed());
            }
            object.textOf(entry.value(), path, Words.PATTERN)
                    .flatMap(text -> pattern(object.source(), entry.value(), path, text))
                    .ifPresent(pattern -> patterns.put(name, pattern));
        }
        return patterns;
    }

    private static Optional<TextPattern> pattern(Source source, YamlNode node, String path, String text) {
        try {
            return Optional.of(TextPattern.parse(text));
        } catch (IllegalArgumentException unreadable) {
            source.problem(node, path, quote(text), String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    private static TextPattern pattern(ObjectReader object, String key, Words words) {
        return object.optionalText(key, words)
                .flatMap(text -> pattern(object.source(), object.at(key), object.pathOf(key), text))
                .orElse(TextPattern.ANY);
    }

    /// Images, and branches, tags or commits of files from Git.
    private Map<String, String> given(ObjectReader object) {
        Set<String> refs = knownNames(files, ExpectedFile::name);
        Set<String> known = new LinkedHashSet<>(knownNames(artifacts, ExpectedArtifact::name));
        known.addAll(refs);
        var given = new TreeMap<String, String>();
        for (YamlNode.Entry entry : object.entries("artifacts")) {
            String name = entry.key().text();
            String path = object.pathOf("artifacts") + "." + name;
            if (!known.contains(name) && !known.contains(DefinitionReader.UNREAD)) {
                String allowed = known.isEmpty() ? "none, as no artifact is declared" : String.join(", ", known);
                object.source().problem(entry.key(), path, quote(name) + ", which is no artifact", allowed);
            }
            Words words = refs.contains(name) ? Words.GIT_REF : Words.IMAGE;
            object.templateOf(entry.value(), path, words, EVENT).ifPresent(text -> given.put(name, text));
        }
        return given;
    }

    private Optional<Trigger> registry(ObjectReader object, Trigger.Terms terms) {
        String repository = object.text("image", Words.REPOSITORY, DefinitionReader.UNREAD);
        Set<String> known = knownNames(artifacts, ExpectedArtifact::repository);
        boolean readable = !repository.equals(DefinitionReader.UNREAD) && !known.contains(DefinitionReader.UNREAD);
        if (readable && !known.contains(repository)) {
            String allowed = known.isEmpty() ? "none, as no artifact is declared" : String.join(", ", known);
            object.problem("image", quote(repository) + ", which is no artifact's image", allowed);
        }
        return Optional.of(new Trigger.Registry(
                terms, repository, pattern(object, "tag", Words.TAG_PATTERN), object.flag("newest", false)));
    }

    private Optional<Trigger> git(ObjectReader object, Trigger.Terms terms) {
        var actions = new LinkedHashSet<Trigger.GitAction>();
        for (String word : object.texts("events", Words.LINE)) {
            Trigger.GitAction action = GIT_ACTIONS.get(word);
            if (action == null) {
                object.problem("events", quote(word), String.join(", ", GIT_ACTIONS.keySet()));
            } else {
                actions.add(action);
            }
        }
        List<TextPattern> paths = object.items(
                "paths",
                (node, at) -> object.textOf(node, at, Words.PATTERN)
                        .flatMap(text -> pattern(object.source(), node, at, text)));
        return Optional.of(new Trigger.Git(
                terms,
                object.text("repository", Words.GIT_REPOSITORY, DefinitionReader.UNREAD),
                actions.isEmpty() ? Set.of(Trigger.GitAction.PUSH) : actions,
                pattern(object, "branch", Words.PATTERN),
                pattern(object, "tag", Words.PATTERN),
                paths));
    }

    private static Reading fact(FactKind kind) {
        return (_, object, terms) -> Optional.of(
                new Trigger.Fact(terms, kind, object.text("source", Words.SOURCE, DefinitionReader.UNREAD)));
    }

    private Optional<Trigger> cron(ObjectReader object, Trigger.Terms terms) {
        Optional<ZoneId> zone = object.has("zone") ? WindowReader.zone(object) : Optional.of(ZoneId.of("UTC"));
        Trigger.Misfire misfire = object.choice("misfire", MISFIRES, Trigger.Misfire.SKIP);
        Duration jitter = object.duration("jitter", Duration.ZERO, NO_JITTER);
        if (jitter.compareTo(Duration.ofHours(1)) > 0) {
            object.problem("jitter", jitter.toString(), "at most 1h");
        }
        Optional<String> expression = object.optionalText("schedule", Words.LINE);
        return zone.flatMap(place -> expression.flatMap(text -> schedule(object, text, place)))
                .map(schedule -> new Trigger.Cron(terms, schedule, misfire, jitter));
    }

    private static Optional<Schedule> schedule(ObjectReader object, String text, ZoneId zone) {
        try {
            return Optional.of(new Schedule(text, zone));
        } catch (IllegalArgumentException unreadable) {
            object.problem("schedule", quote(text), Schedule.ALLOWED + "; " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Trigger> ended(ObjectReader object, Trigger.Terms terms) {
        var statuses = new LinkedHashSet<ExecutionStatus>();
        for (String word : object.texts("statuses", Words.LINE)) {
            ExecutionStatus status = ENDS.get(word);
            if (status == null) {
                object.problem("statuses", quote(word), String.join(", ", ENDS.keySet()));
            } else {
                statuses.add(status);
            }
        }
        return Optional.of(new Trigger.Ended(
                terms,
                object.text("pipeline", Words.NAME, DefinitionReader.UNREAD),
                statuses.isEmpty() ? Set.of(ExecutionStatus.SUCCEEDED) : statuses));
    }
}
