package io.gennaker.cli.contexts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.display.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// `contexts.yaml` with servers, and beside it a folder with their tokens, which only their owner can read.
public final class ContextsFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Contexts NONE = new Contexts(null, new TreeMap<>());

    private final Path folder;

    private ContextsFile(Path folder) {
        this.folder = folder;
    }

    /// That of the environment's user: `GENNAKER_CONFIG`, else `gennaker` where configurations are.
    public static ContextsFile of(Map<String, String> environment) {
        String named = environment.getOrDefault("GENNAKER_CONFIG", "");
        String usual = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        return new ContextsFile(
                !named.isBlank()
                        ? Path.of(named)
                        : !usual.isBlank()
                                ? Path.of(usual, "gennaker")
                                : Path.of(home.isBlank() ? "." : home, ".config", "gennaker"));
    }

    public Contexts read() {
        Path file = file();
        if (!Files.exists(file)) {
            return NONE;
        }
        try {
            Object loaded = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            return loaded == null ? NONE : read(JSON.convertValue(loaded, Written.class));
        } catch (IOException | YamlEngineException | IllegalArgumentException malformed) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    file + " is not as expected ("
                            + String.valueOf(malformed.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                            + "); allowed are current: NAME and contexts: {NAME: {server: URL, tokenFile: FILE}}");
        }
    }

    /// @param current may be left out
    private record Written(
            @Nullable String current, @Nullable Map<String, Contexts.Context> contexts) {}

    private static Contexts read(Written written) {
        return new Contexts(
                written.current(), new TreeMap<>(written.contexts() == null ? Map.of() : written.contexts()));
    }

    public void write(Contexts contexts) {
        try {
            replace(file(), Yaml.of(JSON.readTree(JSON.writeValueAsString(contexts))));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write contexts", impossible);
        }
    }

    /// Keeps a token of a context.
    ///
    /// @return the file that holds it, as contexts name it
    public String keep(String context, String token) {
        String name = "tokens/" + context;
        replace(folder.resolve(name), token + "\n");
        return name;
    }

    /// @throws CliFailure when there is none
    public String token(String name, Contexts.Context context) {
        Path file = folder.resolve(context.tokenFile());
        try {
            return Files.readString(file).strip();
        } catch (IOException missing) {
            throw new CliFailure(
                    ExitCode.REFUSED,
                    "not logged in to " + name + " (no " + file + "): gennaker login --context " + name);
        }
    }

    /// Removes a token that [#keep] wrote; the file of somebody else stays.
    public void forget(String context) {
        try {
            Files.deleteIfExists(folder.resolve("tokens/" + context));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Path file() {
        return folder.resolve("contexts.yaml");
    }

    /// As a whole, and never readable to others.
    private static void replace(Path file, String text) {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            Files.createDirectories(file.getParent(), owner);
            // made readable and writable for its owner alone
            Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(file + " cannot be written", failed);
        }
    }
}
