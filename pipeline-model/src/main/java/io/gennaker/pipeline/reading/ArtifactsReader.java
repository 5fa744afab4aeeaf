package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.pipeline.definition.Binding;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the artifacts of a pipeline: images, and files from outside.
final class ArtifactsReader {
    private static final int MOST_FILES = 20;
    private static final List<String> KINDS = List.of("image", "git", "http");

    private final Uniqueness names = new Uniqueness();
    private final Uniqueness repositories = new Uniqueness();
    private final List<ExpectedArtifact> images = new ArrayList<>();
    private final List<ExpectedFile> files = new ArrayList<>();

    ArtifactsReader(ObjectReader spec) {
        spec.objects("artifacts", Shape.ARTIFACT).forEach(this::read);
        if (files.size() > MOST_FILES) {
            spec.problem("artifacts", files.size() + " files from outside", "at most " + MOST_FILES);
        }
    }

    List<ExpectedArtifact> images() {
        return images;
    }

    List<ExpectedFile> files() {
        return files;
    }

    private void read(ObjectReader object) {
        String name = object.text("name", Words.NAME, DefinitionReader.UNREAD);
        names.check(object, "name", name);
        List<String> kinds = KINDS.stream().filter(object::has).toList();
        if (kinds.size() != 1) {
            object.source()
                    .problem(
                            object.node(),
                            object.path(),
                            kinds.isEmpty() ? "none of image, git and http" : String.join(" beside ", kinds),
                            "one of image, git and http");
        }
        switch (kinds.isEmpty() ? "" : kinds.getFirst()) {
            case "image" -> images.add(image(object, name));
            case "git" -> files.add(file(object, name, git(object.requiredObject("git", Shape.GIT_FILE))));
            case "http" -> files.add(file(object, name, http(object.requiredObject("http", Shape.HTTP_FILE))));
            default -> files.add(file(object, name, new ExpectedFile.InGit(DefinitionReader.UNREAD, null, "")));
        }
    }

    private ExpectedArtifact image(ObjectReader object, String name) {
        String repository = object.text("image", Words.REPOSITORY, DefinitionReader.UNREAD);
        repositories.check(object, "image", repository);
        List<Binding> bindings = object.objects("bind", Shape.BINDING).stream()
                .map(binding -> new Binding(
                        binding.text("kind", Words.KIND, DefinitionReader.UNREAD),
                        binding.text("path", Words.IMAGE_PATH, DefinitionReader.UNREAD)))
                .toList();
        return new ExpectedArtifact(
                name,
                repository,
                object.flag("prior", false),
                standard(object, repository).orElse(null),
                bindings);
    }

    private static Optional<ImageReference> standard(ObjectReader object, String repository) {
        Optional<String> text = object.optionalText("default", Words.IMAGE);
        if (text.isEmpty() || repository.equals(DefinitionReader.UNREAD)) {
            return Optional.empty();
        }
        try {
            ImageReference image = ImageReference.parse(text.get());
            if (image.digest() != null && image.repository().equals(repository)) {
                return Optional.of(image);
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        object.problem("default", quote(text.get()), "an image of " + repository + " with a digest");
        return Optional.empty();
    }

    private static ExpectedFile file(ObjectReader object, String name, ExpectedFile.Place place) {
        if (object.has("bind")) {
            object.problem("bind", "bind of a file", "bind of an image only");
        }
        return new ExpectedFile(
                name,
                place,
                object.flag("prior", false),
                object.optionalText("default", Words.FILE).orElse(null));
    }

    private static ExpectedFile.Place git(ObjectReader git) {
        return new ExpectedFile.InGit(
                git.text("repository", Words.GIT_REPOSITORY, DefinitionReader.UNREAD),
                git.optionalText("ref", Words.GIT_REF).orElse(null),
                git.text("path", Words.GIT_PATH, DefinitionReader.UNREAD));
    }

    private static ExpectedFile.Place http(ObjectReader http) {
        var headers = new TreeMap<String, String>();
        for (YamlNode.Entry entry : http.entries("secretHeaders")) {
            String header = entry.key().text();
            String path = http.pathOf("secretHeaders") + "." + header;
            if (!Words.REQUEST_HEADER.fit(header)) {
                http.source().problem(entry.key(), path, quote(header), Words.REQUEST_HEADER.allowed());
            }
            http.textOf(entry.value(), path, Words.NAME).ifPresent(secret -> headers.put(header, secret));
        }
        return new ExpectedFile.AtUrl(
                http.text("url", Words.URL, DefinitionReader.UNREAD),
                http.optionalText("sha256", Words.SHA256)
                        .map(hex -> new Digest("sha256:" + hex))
                        .orElse(null),
                Map.copyOf(headers));
    }

    /// A path that a stage names: of a file beside the definition, or of an artifact.
    Optional<String> path(ObjectReader object, YamlNode node, String at) {
        if (!(node instanceof YamlNode.Mapping)) {
            return object.textOf(node, at, Words.FILE);
        }
        ObjectReader use = ObjectReader.open(object.source(), node, at, Shape.ARTIFACT_USE);
        String name = use.text("artifact", Words.NAME, DefinitionReader.UNREAD);
        boolean known = files.stream().anyMatch(file -> file.name().equals(name));
        if (!known && !name.equals(DefinitionReader.UNREAD)) {
            use.problem(
                    "artifact",
                    quote(name),
                    files.isEmpty()
                            ? "none: no artifact of the pipeline is of git or http"
                            : String.join(
                                    ", ", files.stream().map(ExpectedFile::name).toList()));
        }
        return Optional.of(ExpectedFile.pathOf(name));
    }

    String path(ObjectReader object, String key) {
        return object.node(key)
                .flatMap(node -> path(object, node, object.pathOf(key)))
                .orElse(DefinitionReader.UNREAD);
    }
}
