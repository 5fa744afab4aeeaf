package io.gennaker.playground.registry;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The images of all simulated clusters. A push is on disk before it is answered. A tag pushed again moves; what it
/// pointed to before stays reachable by digest.
public final class ImageRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_IMAGES = 5_000;

    private final Path file;
    private final Map<String, Image> byDigest = new LinkedHashMap<>();
    private final Map<String, Image> byTag = new LinkedHashMap<>();
    private final Map<String, ImageBehaviour> behaviours = new LinkedHashMap<>();

    private ImageRegistry(Path file) {
        this.file = file;
    }

    /// Opens the registry kept in a file.
    ///
    /// @throws IOException when the file cannot be read
    public static ImageRegistry open(Path file) throws IOException {
        var registry = new ImageRegistry(file);
        if (Files.exists(file)) {
            for (var image : JSON.readValue(file.toFile(), new TypeReference<List<Image>>() {})) {
                registry.remember(image);
            }
        }
        return registry;
    }

    /// Takes an image in.
    ///
    /// @param reference with a tag and no digest
    /// @throws IllegalArgumentException when the reference or a label is not valid, or the registry is full
    public synchronized Image push(String reference, Map<String, String> labels) {
        var parsed = ImageReference.parse(reference);
        if (!parsed.digest().isEmpty()) {
            throw new IllegalArgumentException(
                    "'%s': an image is pushed under a tag, its digest follows from its content".formatted(reference));
        }
        var image = new Image(parsed.repository(), parsed.effectiveTag(), labels);
        if (!byDigest.containsKey(image.digest()) && byDigest.size() >= MOST_IMAGES) {
            throw new IllegalArgumentException("The simulated registry is full, it holds " + MOST_IMAGES + " images");
        }
        remember(image);
        save();
        return image;
    }

    public synchronized Optional<Image> resolve(String reference) {
        try {
            var parsed = ImageReference.parse(reference);
            if (parsed.digest().isEmpty()) {
                return Optional.ofNullable(byTag.get(parsed.repository() + ":" + parsed.effectiveTag()));
            }
            return Optional.ofNullable(byDigest.get(parsed.digest()))
                    .filter(image -> image.repository().equals(parsed.repository()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// How containers of an image behave; empty when the registry does not know it.
    public synchronized Optional<ImageBehaviour> behaviour(String reference) {
        return resolve(reference).map(image -> behaviours.get(image.digest()));
    }

    /// Every image, last pushed last.
    public synchronized List<Image> images() {
        return List.copyOf(byDigest.values());
    }

    private void remember(Image image) {
        var digest = image.digest();
        behaviours.put(digest, ImageBehaviour.of(image.labels()));
        // last pushed comes last, so that replaying the list gives the same tags
        byDigest.remove(digest);
        byDigest.put(digest, image);
        byTag.put(image.reference(), image);
    }

    private void save() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(fresh.toFile(), new ArrayList<>(byDigest.values()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("Could not write the images to " + file, failure);
        }
    }
}
