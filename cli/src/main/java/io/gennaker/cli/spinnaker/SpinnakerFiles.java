package io.gennaker.cli.spinnaker;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.spinnaker.ImportedPipeline;
import io.gennaker.spinnaker.SpinnakerImport;
import io.gennaker.spinnaker.json.SpinnakerFile;
import io.gennaker.spinnaker.json.UnreadableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads Spinnaker's JSON from files, and writes what it became.
///
/// @param clusters definitions of the clusters that the pipelines name
public record SpinnakerFiles(List<ImportedPipeline> pipelines, Optional<String> clusters) {
    private static final int MOST_FILES = 2_000;

    public SpinnakerFiles {
        pipelines = List.copyOf(pipelines);
    }

    /// Reads a file, or every `.json` below a folder.
    ///
    /// @throws CliFailure when there is none, or one that holds no pipelines
    public static SpinnakerFiles read(Path path, Optional<String> zone) {
        var spinnaker = new SpinnakerImport(zone);
        var pipelines = new ArrayList<ImportedPipeline>();
        List<Path> files = files(path);
        try {
            for (Path file : files) {
                spinnaker.announce(file.toString(), text(file));
            }
            for (Path file : files) {
                pipelines.addAll(spinnaker.read(file.toString(), text(file)));
            }
        } catch (UnreadableFile unreadable) {
            throw new CliFailure(ExitCode.INVALID, String.valueOf(unreadable.getMessage()));
        }
        if (pipelines.isEmpty()) {
            throw new CliFailure(
                    ExitCode.INVALID,
                    path
                            + ": found canary configurations and no pipelines; import them together with the pipelines that"
                            + " name them, or one by `gennaker import canary-config`");
        }
        return new SpinnakerFiles(pipelines, spinnaker.clusters());
    }

    private static List<Path> files(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        if (!Files.isDirectory(path)) {
            throw new CliFailure(ExitCode.NOT_FOUND, "no file or folder " + path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            List<Path> found = below.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .limit(MOST_FILES + 1L)
                    .toList();
            if (found.isEmpty() || found.size() > MOST_FILES) {
                String number = found.isEmpty() ? "no" : "more than " + MOST_FILES;
                throw new CliFailure(
                        found.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.INVALID,
                        number + " .json files below " + path + "; allowed: 1 to " + MOST_FILES);
            }
            return found;
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, path + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > SpinnakerFile.LONGEST) {
                throw new CliFailure(
                        ExitCode.INVALID,
                        file + " has " + Files.size(file) + " bytes; at most " + SpinnakerFile.LONGEST
                                + " are allowed");
            }
            return Files.readString(file);
        } catch (MalformedInputException notText) {
            throw new CliFailure(ExitCode.INVALID, file + " is not text in UTF-8");
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.INVALID, file + " cannot be read: " + unreadable.getMessage());
        }
    }

    /// Whether each pipeline became a definition that Gennaker's own check accepts.
    public boolean isComplete() {
        return pipelines.stream()
                .allMatch(pipeline ->
                        pipeline.definition().isPresent() && pipeline.problems().isEmpty());
    }

    /// Writes definitions, their manifests and the clusters. A pipeline with problems is not written.
    ///
    /// @param overwrite whether files that are there with another content may be replaced
    /// @return paths of what was written, in order
    public List<Path> write(Path folder, boolean overwrite) {
        Map<String, String> contents = contents();
        List<Path> different = contents.entrySet().stream()
                .filter(content -> differs(folder.resolve(content.getKey()), content.getValue()))
                .map(content -> folder.resolve(content.getKey()))
                .toList();
        if (!different.isEmpty() && !overwrite) {
            throw new CliFailure(
                    ExitCode.REFUSED,
                    different.getFirst() + (different.size() > 1 ? " and " + (different.size() - 1) + " more" : "")
                            + " would be replaced; nothing was written. Choose another folder, or give --force");
        }
        contents.forEach((name, content) -> writeFile(folder.resolve(name), content));
        return contents.keySet().stream().map(folder::resolve).toList();
    }

    private Map<String, String> contents() {
        var contents = new TreeMap<String, String>();
        for (ImportedPipeline pipeline : pipelines) {
            if (pipeline.problems().isEmpty()) {
                pipeline.definition().ifPresent(definition -> {
                    contents.put(pipeline.name() + ".yaml", definition);
                    contents.putAll(pipeline.files());
                });
            }
        }
        clusters.ifPresent(text -> contents.put("clusters.yaml", text));
        return contents;
    }

    private static boolean differs(Path file, String content) {
        return Files.exists(file) && !(Files.isRegularFile(file) && text(file).equals(content));
    }

    /// Writes a file and the folders above it.
    public static void writeFile(Path file, String content) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, content);
        } catch (IOException unwritable) {
            throw new CliFailure(ExitCode.INVALID, file + " cannot be written: " + unwritable.getMessage());
        }
    }
}
