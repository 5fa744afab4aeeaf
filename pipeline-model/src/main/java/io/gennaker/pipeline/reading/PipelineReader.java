package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.Concurrency;
import io.gennaker.pipeline.definition.Parameter;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.ParameterType;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a pipeline: what stages refer to first, then the stages.
final class PipelineReader {
    /// Long enough for people to answer over a weekend.
    private static final Duration DEFAULT_TIMEOUT = Duration.ofDays(7);

    private static final Map<String, ParameterType> TYPES = Choices.of(
            "string",
            ParameterType.STRING,
            "int",
            ParameterType.INT,
            "bool",
            ParameterType.BOOL,
            "enum",
            ParameterType.ENUM);
    private static final Map<String, Concurrency.WhenFull> WHEN_FULL = Choices.of(
            "queue", Concurrency.WhenFull.QUEUE,
            "replaceWaiting", Concurrency.WhenFull.REPLACE_WAITING,
            "reject", Concurrency.WhenFull.REJECT);

    private static final Map<String, Boolean> ON_REMOVAL = Choices.of("keepRoutes", false, "restoreRoutes", true);

    private final Source source;

    PipelineReader(Source source) {
        this.source = source;
    }

    PipelineDefinition read(YamlNode root) {
        ObjectReader document = ObjectReader.open(source, root, "", Shape.PIPELINE);
        ObjectReader metadata = document.requiredObject("metadata", Shape.PIPELINE_METADATA);
        ObjectReader spec = document.requiredObject("spec", Shape.PIPELINE_SPEC);
        String name = metadata.text("name", Words.NAME, DefinitionReader.UNREAD);
        List<Parameter> parameters = parameters(spec);
        var artifacts = new ArtifactsReader(spec);
        Scope outer = Scopes.ofPipeline(parameters, artifacts.images(), artifacts.files());
        Map<String, Value> variables = Variables.read(spec, "variables", null, outer);
        return new PipelineDefinition(
                name,
                metadata.text("application", Words.NAME, name),
                metadata.optionalText("description", Words.PROSE).orElse(null),
                parameters,
                artifacts.images(),
                artifacts.files(),
                new TriggersReader(parameters, artifacts.images(), artifacts.files()).read(spec),
                spec.object("concurrency", Shape.CONCURRENCY)
                        .map(PipelineReader::concurrency)
                        .orElse(Concurrency.ONE_AT_A_TIME),
                spec.duration("timeout", Duration.ofSeconds(1), DEFAULT_TIMEOUT),
                variables,
                new StagesReader(name, artifacts, outer, variables.keySet()).read(spec),
                spec.choice("onRemoval", ON_REMOVAL, false));
    }

    private List<Parameter> parameters(ObjectReader spec) {
        var unique = new Uniqueness();
        return spec.objects("parameters", Shape.PARAMETER).stream()
                .map(object -> parameter(object, unique))
                .toList();
    }

    private Parameter parameter(ObjectReader object, Uniqueness unique) {
        String name = object.text("name", Words.IDENTIFIER, DefinitionReader.UNREAD);
        unique.check(object, "name", name);
        Optional<ParameterType> chosen = object.optionalChoice("type", TYPES);
        ParameterType type = chosen.orElse(ParameterType.STRING);
        List<String> values = object.texts("values", Words.LINE);
        if (type == ParameterType.ENUM && values.isEmpty()) {
            object.problem("values", "no values", "at least one value of the enum");
        } else if (chosen.isPresent() && type != ParameterType.ENUM && object.has("values")) {
            object.problem("values", "values of a parameter that is no enum", "type: enum, or no values");
        }
        boolean hasDefault = object.has("default");
        boolean required = object.flag("required", !hasDefault);
        if (required && hasDefault) {
            object.problem("required", "true, beside a default", "false, or no default");
        }
        var unchecked = new Parameter(
                name,
                type,
                null,
                object.optionalText("description", Words.PROSE).orElse(null),
                required,
                values);
        String defaultValue = object.node("default")
                .filter(_ -> chosen.isPresent())
                .flatMap(node -> defaultValue(object, node, unchecked))
                .orElse(null);
        return new Parameter(name, type, defaultValue, unchecked.description(), required, values);
    }

    private static Optional<String> defaultValue(ObjectReader object, YamlNode node, Parameter parameter) {
        YamlNode.Kind expected =
                switch (parameter.type()) {
                    case STRING, ENUM -> YamlNode.Kind.TEXT;
                    case INT -> YamlNode.Kind.INTEGER;
                    case BOOL -> YamlNode.Kind.TRUTH;
                };
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.kind() != expected) {
            object.problem("default", node.describe(), parameter.allowed());
            return Optional.empty();
        }
        if (expected == YamlNode.Kind.TEXT) {
            // an empty text is a fine default
            boolean fits = scalar.text().isEmpty()
                    || object.textOf(scalar, object.pathOf("default"), Words.PROSE)
                            .isPresent();
            if (!fits) {
                return Optional.empty();
            }
        }
        String text = PlainValues.of(scalar).flatMap(Value::inText).orElse(scalar.text());
        if (parameter.read(text).isEmpty()) {
            object.problem("default", quote(text), parameter.allowed());
        }
        return Optional.of(text);
    }

    private static Concurrency concurrency(ObjectReader object) {
        return new Concurrency(
                object.integer("limit", 1, 1000, 1),
                object.choice("whenFull", WHEN_FULL, Concurrency.WhenFull.QUEUE),
                object.optionalDuration("startWithin", Duration.ofSeconds(1)).orElse(null));
    }
}
