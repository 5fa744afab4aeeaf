package io.gennaker.pipeline;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.PatchStyle;
import io.gennaker.pipeline.definition.CanaryConfigFile;
import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.problem.Location;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.problem.Problems;
import io.gennaker.pipeline.reading.DefinitionReader;
import io.gennaker.pipeline.reading.PlainSecrets;
import io.gennaker.pipeline.reading.Scopes;
import io.gennaker.pipeline.reading.Source;
import io.gennaker.pipeline.render.Manifest;
import io.gennaker.pipeline.render.ManifestCheck;
import io.gennaker.pipeline.render.SecretValues;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads definitions and checks the files that come with them.
public final class Definitions {
    /// Longest document in characters.
    public static final int LONGEST = 200_000;

    private static final int MOST_DOCUMENTS = 100;

    private Definitions() {}

    /// Reads all documents of a file.
    ///
    /// @param fileName for the places of problems
    /// @return the definitions, or all problems at once
    public static ReadResult read(String fileName, String yamlText) {
        return read(fileName, yamlText, _ -> true);
    }

    /// Reads what was read without problems when it was stored, perhaps by an earlier version of the language. Rules
    /// that came since judge what is handed in; they take nothing away that is in force.
    ///
    /// @return the definitions, or what this version cannot read
    public static ReadResult stored(String fileName, String yamlText) {
        return read(fileName, yamlText, problem -> !problem.objection());
    }

    private static ReadResult read(String fileName, String yamlText, Predicate<Problem> counts) {
        YamlFile file = YamlFile.parse(fileName, yamlText);
        var problems = new Problems(fileName);
        var source = new Source(file, problems);
        var documents = new ArrayList<ReadResult.Document>();
        var names = new HashSet<String>();
        for (YamlFile.Document document : file.documents()) {
            checkLength(source, document);
            DefinitionReader.read(source, document.root()).ifPresent(definition -> {
                checkName(source, document, definition, names);
                documents.add(new ReadResult.Document(definition, document.text()));
            });
        }
        if (file.documents().isEmpty() && file.problems().isEmpty()) {
            problems.add(Location.START, "", "no document", "at least one definition");
        }
        if (file.documents().size() > MOST_DOCUMENTS) {
            problems.add(Location.START, "", file.documents().size() + " documents", "at most " + MOST_DOCUMENTS);
        }
        var all = new ArrayList<>(file.problems());
        all.addAll(PlainSecrets.in(file));
        all.addAll(problems.inOrder());
        all.sort(Problem.IN_ORDER);
        // of those that are not kept any more, some may count
        if (!problems.isFull()) {
            all.removeIf(counts.negate());
        }
        return all.isEmpty() ? new ReadResult.Read(documents) : new ReadResult.Invalid(all);
    }

    private static void checkLength(Source source, YamlFile.Document document) {
        if (document.text().length() > LONGEST) {
            String found = "a document of " + document.text().length() + " characters";
            source.problem(document.root(), "", found, "at most " + LONGEST);
        }
    }

    private static void checkName(
            Source source, YamlFile.Document document, Definition definition, HashSet<String> names) {
        String name = definition.kind().word() + " " + Problem.quote(definition.name());
        if (!names.add(name)) {
            source.problem(document.root(), "metadata.name", name + " a second time", "each definition once");
        }
    }

    /// Checks the files that a pipeline names: each must be there. A manifest must be YAML of Kubernetes objects
    /// and use only known names in its expressions; a canary configuration must be one that can be asked and
    /// judged.
    ///
    /// @param files contents by the path that the definition uses
    public static List<Problem> check(PipelineDefinition pipeline, Map<String, String> files) {
        return check(pipeline, files, parse(pipeline, files));
    }

    static Map<String, YamlFile> parse(PipelineDefinition pipeline, Map<String, String> files) {
        var parsed = new TreeMap<String, YamlFile>();
        for (Stage stage : pipeline.stages()) {
            for (String path : stage.files()) {
                String text = files.get(path);
                if (text != null) {
                    parsed.computeIfAbsent(path, _ -> YamlFile.parse(path, text));
                }
            }
        }
        return parsed;
    }

    static List<Problem> check(PipelineDefinition pipeline, Map<String, String> files, Map<String, YamlFile> parsed) {
        var problems = new LinkedHashSet<Problem>();
        var checked = new HashMap<FileCheck, List<Problem>>();
        for (Stage stage : pipeline.stages()) {
            Scope scope = Scopes.ofManifests(pipeline, stage);
            for (String path : stage.files()) {
                YamlFile file = parsed.get(path);
                if (file == null && ExpectedFile.isPath(path)) {
                    // brought when an execution starts
                    problems.addAll(secret(stage) == null ? List.of() : List.of(patchFromOutside(stage, path)));
                    continue;
                }
                problems.addAll(
                        file == null
                                ? List.of(missing(words(stage), path, files))
                                : checkFile(stage, file, scope, checked));
            }
            for (CanaryConfigFile config : stage.canaryConfigs()) {
                problems.addAll(
                        files.containsKey(config.file())
                                ? List.of()
                                : List.of(missing(words(stage), config.file(), files)));
            }
            problems.addAll(CanaryConfigs.check(stage, files));
        }
        parsed.values().forEach(file -> problems.addAll(PlainSecrets.in(file)));
        for (ExpectedFile file : pipeline.fetched()) {
            String standard = file.standard();
            if (standard != null && !files.containsKey(standard)) {
                problems.add(missing("artifact " + Problem.quote(file.name()), standard, files));
            }
        }
        return problems.stream().sorted(Problem.IN_ORDER).toList();
    }

    private static String words(Stage stage) {
        return "stage " + Problem.quote(stage.id());
    }

    private static Problem missing(String namedBy, String path, Map<String, String> files) {
        String given = files.isEmpty() ? "none is given" : String.join(", ", new TreeMap<>(files).keySet());
        return new Problem(path, 1, 1, "", "no such file, named by " + namedBy, "a file that is given: " + given);
    }

    /// The Secret that a stage patches.
    private static @Nullable String secret(Stage stage) {
        return stage instanceof Stage.Operate operate && operate.object().kind().equals("Secret")
                ? Objects.requireNonNullElse(operate.object().name(), "")
                : null;
    }

    /// Nobody could tell that it holds values before it was sent.
    private static Problem patchFromOutside(Stage stage, String path) {
        return new Problem(
                path,
                1,
                1,
                "",
                "a patch of a Secret from outside, named by " + words(stage),
                "a file beside the definition; it holds no values");
    }

    /// Secrets in a text from outside, before anybody has said what it is for: values of Secrets and of environment
    /// variables, and what looks like a token or a private key.
    public static List<Problem> secrets(String name, String text) {
        YamlFile file = YamlFile.parse(name, text);
        var problems = new Problems(name);
        file.documents().forEach(document -> SecretValues.find(document.root(), problems));
        return Stream.concat(PlainSecrets.in(file).stream(), problems.inOrder().stream())
                .sorted(Problem.IN_ORDER)
                .toList();
    }

    /// What the problems of a file depend on: stages that are alike in it share the answer.
    ///
    /// @param patch how it patches; null: it holds manifests
    /// @param secret that it patches
    private record FileCheck(
            String path,
            Scope scope,
            @Nullable PatchStyle patch,
            @Nullable String secret) {}

    private static List<Problem> checkFile(
            Stage stage, YamlFile file, Scope scope, Map<FileCheck, List<Problem>> checked) {
        if (stage instanceof Stage.Operate operate && operate.operation() instanceof Operation.Patch patch) {
            String secret = secret(stage);
            return checked.computeIfAbsent(
                    new FileCheck(file.name(), scope, patch.style(), secret),
                    _ -> ManifestCheck.patch(file, scope, patch.style() == PatchStyle.JSON, secret));
        }
        List<Problem> problems = checked.computeIfAbsent(
                new FileCheck(file.name(), scope, null, null), _ -> ManifestCheck.run(file, scope));
        boolean oneJob = file.documents().size() == 1
                && file.documents().getFirst().root() instanceof YamlNode.Mapping root
                && new Manifest(root).kind().equals("Job");
        if (problems.isEmpty() && stage instanceof Stage.Job && !oneJob) {
            String found = file.documents().size() + " objects for stage " + Problem.quote(stage.id());
            return List.of(new Problem(file.name(), 1, 1, "", found, "exactly one object, of kind Job"));
        }
        if (problems.isEmpty() && file.documents().isEmpty()) {
            return List.of(new Problem(file.name(), 1, 1, "", "no object", "at least one Kubernetes object"));
        }
        return problems;
    }

    /// The identity of a definition's version: SHA-256 over the document and the files, each with its name and length.
    public static Digest digest(String document, Map<String, String> files) {
        var canonical = new StringBuilder("gennaker/v1 definition\n");
        canonical.append(document.length()).append('\n').append(document).append('\n');
        new TreeMap<>(files)
                .forEach((path, text) -> canonical
                        .append(path.length())
                        .append(' ')
                        .append(path)
                        .append(' ')
                        .append(text.length())
                        .append('\n')
                        .append(text)
                        .append('\n'));
        return Digest.of(canonical.toString());
    }
}
