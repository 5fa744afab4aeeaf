package io.gennaker.cli.definitions;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Definitions in files, with the manifests that they name beside them.
public final class DefinitionFiles {
    private static final String OURS = "gennaker/";
    /// At the start of a line, where no text inside a manifest stands.
    private static final Pattern BEGUN =
            Pattern.compile("(?m)^\\uFEFF?(?:\\{\\s*)?([\"']?)apiVersion\\1\\s*:\\s*[\"']?" + OURS);
    private static final long LARGEST = 2_000_000;

    private DefinitionFiles() {}

    /// What stands in one file.
    ///
    /// @param files contents of the manifests that its pipelines name, by the path that they use
    /// @param problems all that is wrong with it; then nothing of it may be applied
    public record DefinitionFile(
            String name,
            String text,
            Map<String, String> files,
            List<ReadResult.Document> documents,
            List<Problem> problems) {
        public DefinitionFile {
            files = Map.copyOf(files);
            documents = List.copyOf(documents);
            problems = List.copyOf(problems);
        }
    }

    /// Reads files, and folders with all that is below them, also where links lead. In a folder only files that hold
    /// definitions count, each of them once.
    public static List<DefinitionFile> read(List<Path> paths) {
        var seen = new HashSet<Path>();
        List<Path> files = paths.stream()
                .flatMap(path -> candidates(path).stream())
                .map(Path::normalize)
                .filter(file -> seen.add(real(file)))
                .toList();
        var names = new HashMap<String, String>();
        return files.stream().map(file -> checkNames(readOne(file), names)).toList();
    }

    /// Of two definitions with the same name the later would silently win.
    private static DefinitionFile checkNames(DefinitionFile file, Map<String, String> names) {
        var problems = new ArrayList<>(file.problems());
        for (ReadResult.Document document : file.documents()) {
            String name = document.definition().kind().word() + "/"
                    + document.definition().name();
            String before = names.putIfAbsent(name, file.name());
            if (before != null) {
                problems.add(new Problem(
                        file.name(),
                        1,
                        1,
                        "metadata.name",
                        name + " a second time, after " + before,
                        "each definition once"));
            }
        }
        return new DefinitionFile(file.name(), file.text(), file.files(), file.documents(), problems);
    }

    private static List<Path> candidates(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new CliFailure(ExitCode.NOT_FOUND, "no file or folder " + path);
        }
        try {
            List<Path> found = yamlFiles(path).stream()
                    .filter(DefinitionFiles::holdsDefinitions)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new CliFailure(
                        ExitCode.NOT_FOUND, "no file below " + path + " has a document with apiVersion gennaker/v1");
            }
            return found;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, path + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static List<Path> yamlFiles(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()
                                && (file.toString().endsWith(".yaml")
                                        || file.toString().endsWith(".yml"))) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    /// Where a link leads back to a folder above it, all that is there is found without it.
                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (failure instanceof FileSystemLoopException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
        return found;
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /// However they are written: with `--prune`, what is overlooked would be removed. A file that is no YAML counts by
    /// how a line of it begins, so that it is refused.
    private static boolean holdsDefinitions(Path file) {
        String text = text(file);
        return BEGUN.matcher(text).find()
                || text.contains("gennaker")
                        && YamlFile.parse(file.toString(), text).documents().stream()
                                .anyMatch(document -> isOurs(document.root()));
    }

    private static boolean isOurs(YamlNode document) {
        return document instanceof YamlNode.Mapping mapping
                && mapping.get("apiVersion").orElse(null) instanceof YamlNode.Scalar version
                && version.text().startsWith(OURS);
    }

    private static DefinitionFile readOne(Path file) {
        String name = file.toString();
        String text = text(file);
        return switch (Definitions.read(name, text)) {
            case ReadResult.Invalid invalid -> new DefinitionFile(name, text, Map.of(), List.of(), invalid.problems());
            case ReadResult.Read read -> {
                var files = new TreeMap<String, String>();
                var problems = new ArrayList<Problem>();
                for (ReadResult.Document document : read.documents()) {
                    problems.addAll(problems(file, document, files));
                }
                yield new DefinitionFile(name, text, files, read.documents(), problems);
            }
        };
    }

    /// All that is wrong with a definition by itself; its files are added to `files`. Whether a pipeline fits its
    /// template is seen with the template at hand.
    private static List<Problem> problems(Path file, ReadResult.Document document, Map<String, String> files) {
        return switch (document.definition()) {
            case PipelineDefinition pipeline -> {
                var problems = new ArrayList<>(collect(file, pipeline.files(), files));
                if (problems.isEmpty()) {
                    Definitions.check(pipeline, files).stream()
                            .map(problem -> asSeenFromHere(problem, file))
                            .forEach(problems::add);
                }
                yield problems;
            }
            case TemplateDefinition template -> {
                List<Problem> outside = collect(file, template.files(), files);
                yield outside.isEmpty()
                        ? PipelineTemplate.of(new Written(file.toString(), document.text(), files))
                                .check()
                        : outside;
            }
            case TemplatedPipeline pipeline -> collect(file, pipeline.files(), files);
            case ClusterDefinition _, FreezeDefinition _, NotificationRule _ -> List.of();
        };
    }

    /// Reads the files that a definition names into `files`, and gives those that it must not name. One that is missing
    /// is left out: the check says so, with the stage that wants it.
    private static List<Problem> collect(Path file, Set<String> paths, Map<String, String> files) {
        Path folder = file.resolveSibling("").toAbsolutePath().normalize();
        var problems = new ArrayList<Problem>();
        for (String path : paths) {
            Path manifest = folder.resolve(path).normalize();
            if (!isBelow(manifest, folder)) {
                problems.add(new Problem(
                        file.toString(),
                        1,
                        1,
                        "",
                        "manifest " + Problem.quote(path) + " outside the definition's folder",
                        "files below " + folder));
            } else if (Files.isRegularFile(manifest)) {
                files.put(path, text(manifest));
            }
        }
        return problems;
    }

    /// Also where a link leads elsewhere: what is sent must be what a reader of the folder sees.
    private static boolean isBelow(Path manifest, Path folder) {
        try {
            return manifest.startsWith(folder)
                    && (!Files.exists(manifest) || manifest.toRealPath().startsWith(folder.toRealPath()));
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, manifest + " cannot be read: " + unreadable.getMessage());
        }
    }

    /// Manifests are named relative to their definition; a person, an editor and a terminal want the path from where
    /// they are.
    private static Problem asSeenFromHere(Problem problem, Path definition) {
        return new Problem(
                definition.resolveSibling(problem.file()).toString(),
                problem.line(),
                problem.column(),
                problem.path(),
                problem.found(),
                problem.allowed());
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new CliFailure(
                        ExitCode.INVALID,
                        file + " has " + Files.size(file) + " bytes; at most " + LARGEST + " are allowed");
            }
            return Files.readString(file);
        } catch (MalformedInputException notText) {
            throw new CliFailure(ExitCode.INVALID, file + " is not text in UTF-8");
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
