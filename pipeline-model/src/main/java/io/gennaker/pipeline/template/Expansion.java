package io.gennaker.pipeline.template;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplateVariable;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.problem.Problems;
import io.gennaker.pipeline.reading.Manifests;
import io.gennaker.pipeline.reading.PlainValues;
import io.gennaker.pipeline.reading.Source;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import io.gennaker.pipeline.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A template and a pipeline put together, as YAML: the result is read and checked like any other pipeline, and its
/// problems are told where they were written.
public final class Expansion {
    /// Name of the result, which is no file of anybody.
    public static final String EXPANDED = "expanded";

    private static final Pattern STAGE = Pattern.compile("spec\\.stages\\[(\\d+)](.*)");
    private static final String BODY = "spec.pipeline";
    private static final String REFERENCE = "spec.template";

    private final TemplateDefinition definition;
    private final Source template;
    private final Source pipeline;
    private final List<StageExpansion.Made> stages = new ArrayList<>();
    private final List<YamlNode.Entry> rest = new ArrayList<>();

    private Expansion(TemplateDefinition definition, YamlFile templateFile, YamlFile pipelineFile) {
        this.definition = definition;
        this.template = new Source(templateFile, new Problems(templateFile.name()));
        this.pipeline = new Source(pipelineFile, new Problems(pipelineFile.name()));
    }

    /// What a template makes of a pipeline. Both were read without problems before.
    public static Expansion of(TemplateDefinition definition, YamlFile templateFile, YamlFile pipelineFile) {
        var expansion = new Expansion(definition, templateFile, pipelineFile);
        Map<String, YamlNode> insertions = expansion.insertions();
        expansion.expand(expansion.values(), insertions, false);
        return expansion;
    }

    /// What a template makes of its own examples, with every stage in.
    public static Expansion sample(TemplateDefinition definition, YamlFile templateFile) {
        String document = "metadata: {name: " + definition.name() + "}";
        var expansion = new Expansion(definition, templateFile, YamlFile.parse(templateFile.name(), document));
        var values = new TreeMap<String, Value>();
        definition.variables().forEach(variable -> variable.sample().ifPresent(it -> values.put(variable.name(), it)));
        expansion.expand(values, Map.of(), true);
        return expansion;
    }

    /// What hinders the two from being put together; empty when there is a document.
    public List<Problem> problems() {
        return Stream.of(template, pipeline)
                .flatMap(source -> source.problems().inOrder().stream())
                .toList();
    }

    /// The pipeline, without a template.
    public String document() {
        YamlNode metadata = YamlPath.find(root(pipeline), "metadata").orElseThrow();
        var spec = new ArrayList<>(rest);
        List<YamlNode> nodes =
                stages.stream().<YamlNode>map(StageExpansion.Made::node).toList();
        spec.add(Nodes.entry("stages", new YamlNode.Sequence(nodes, Location.START)));
        return YamlWriter.write(List.of(new YamlNode.Mapping(
                List.of(
                        Nodes.entry("apiVersion", Nodes.text("gennaker/v1", metadata)),
                        Nodes.entry("kind", Nodes.text("Pipeline", metadata)),
                        Nodes.entry("metadata", metadata),
                        Nodes.entry("spec", new YamlNode.Mapping(spec, Location.START))),
                Location.START)));
    }

    /// Problems of the result, each where its part was written.
    public List<Problem> located(List<Problem> found) {
        return found.stream()
                .map(this::located)
                .distinct()
                .sorted(Problem.IN_ORDER)
                .toList();
    }

    private Problem located(Problem problem) {
        String templateFile = template.file().name();
        if (!problem.file().equals(EXPANDED)) {
            String file = Folders.original(
                    problem.file(), templateFile, pipeline.file().name());
            return new Problem(
                    file, problem.line(), problem.column(), problem.path(), problem.found(), problem.allowed());
        }
        Origin origin = origin(problem.path());
        Source source = origin.inTemplate() ? template : pipeline;
        Location at = YamlPath.nearest(root(source), origin.path()).location();
        boolean ofOther = origin.inTemplate() && !pipeline.file().name().equals(templateFile);
        String made = ofOther ? ", as made for " + pipeline.file().name() : "";
        return new Problem(
                source.file().name(), at.line(), at.column(), origin.path(), problem.found() + made, problem.allowed());
    }

    private Origin origin(String path) {
        if (!path.startsWith("spec")) {
            return new Origin(false, path);
        }
        Matcher stage = STAGE.matcher(path);
        if (stage.matches()) {
            Origin of = stages.get(Integer.parseInt(stage.group(1))).origin();
            return new Origin(of.inTemplate(), of.path() + stage.group(2));
        }
        return new Origin(true, BODY + path.substring("spec".length()));
    }

    private void expand(Map<String, Value> values, Map<String, YamlNode> insertions, boolean everything) {
        if (!problems().isEmpty()) {
            return;
        }
        Filling filling = Filling.of(template, values, names(definition.variables()), open())
                .with("pipeline", identity());
        var body = (YamlNode.Mapping) YamlPath.find(root(template), BODY).orElseThrow();
        for (YamlNode.Entry entry : body.entries()) {
            String path = BODY + "." + entry.key().text();
            if (entry.key().text().equals("stages")) {
                var expansion = new StageExpansion(template, pipeline, insertions, everything);
                stages.addAll(expansion.expand(entry.value(), path, filling));
            } else {
                YamlNode filled = filling.fill(entry, BODY).value();
                rest.add(new YamlNode.Entry(
                        entry.key(),
                        entry.key().text().equals("artifacts")
                                ? Manifests.defaultsRenamed(filled, Folders::inTemplate)
                                : filled));
            }
        }
    }

    private Map<String, Value> identity() {
        String name = text("metadata.name");
        String application = text("metadata.application");
        return Map.of(
                "name",
                new Value.Text(name),
                "application",
                new Value.Text(application.isEmpty() ? name : application));
    }

    private String text(String path) {
        return YamlPath.find(root(pipeline), path)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(node -> ((YamlNode.Scalar) node).text())
                .orElse("");
    }

    private Set<String> open() {
        return names(definition.variables().stream()
                .filter(TemplateVariable::expressions)
                .toList());
    }

    private static Set<String> names(List<TemplateVariable> variables) {
        return variables.stream().map(TemplateVariable::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /// What the pipeline says, and defaults. A variable that has neither is absent.
    private Map<String, Value> values() {
        Map<String, YamlNode> given = entries(REFERENCE + ".variables");
        refuseUnknown(given, names(definition.variables()), "variable", REFERENCE + ".variables");
        var values = new TreeMap<String, Value>();
        for (TemplateVariable variable : definition.variables()) {
            YamlNode node = given.get(variable.name());
            if (node != null) {
                value(variable, node).ifPresent(value -> values.put(variable.name(), value));
            } else if (variable.defaultValue() != null) {
                values.put(variable.name(), variable.defaultValue());
            } else if (variable.required()) {
                refuseMissing(variable);
            }
        }
        return values;
    }

    private Optional<Value> value(TemplateVariable variable, YamlNode node) {
        String path = REFERENCE + ".variables." + variable.name();
        Optional<Value> value = PlainValues.read(pipeline, node, path);
        value.flatMap(variable::mistake).ifPresent(found -> pipeline.problem(node, path, found, variable.allowed()));
        return value;
    }

    private void refuseMissing(TemplateVariable variable) {
        YamlNode reference = YamlPath.nearest(root(pipeline), REFERENCE + ".variables");
        String meaning = variable.description() == null ? "" : " (" + variable.description() + ")";
        pipeline.problem(
                reference,
                REFERENCE + ".variables",
                "no variable " + quote(variable.name()),
                variable.allowed() + meaning);
    }

    private Map<String, YamlNode> insertions() {
        Map<String, YamlNode> given = entries(REFERENCE + ".insert");
        refuseUnknown(given, definition.insertions(), "insertion point", REFERENCE + ".insert");
        return given;
    }

    private void refuseUnknown(Map<String, YamlNode> given, Set<String> known, String what, String path) {
        given.forEach((name, node) -> {
            if (!known.contains(name)) {
                String allowed = known.isEmpty() ? "the template has none" : String.join(", ", known);
                pipeline.problem(node, path + "." + name, "unknown " + what + " " + quote(name), allowed);
            }
        });
    }

    private Map<String, YamlNode> entries(String path) {
        var entries = new TreeMap<String, YamlNode>();
        if (YamlPath.find(root(pipeline), path).orElse(null) instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> entries.put(entry.key().text(), entry.value()));
        }
        return entries;
    }

    private static YamlNode root(Source source) {
        return source.file().documents().getFirst().root();
    }
}
