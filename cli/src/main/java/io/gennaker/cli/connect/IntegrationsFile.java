package io.gennaker.cli.connect;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The file, and the files that it names: all are looked for beside it.
///
/// @param integrations as they stand in it
public record IntegrationsFile(Path file, Integrations integrations) {
    private static final long LARGEST = 1_000_000;
    private static final List<String> NAMED = List.of("clusters", "registries", "teams", "git");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// @throws CliFailure saying what was found, where, and what is allowed
    public static IntegrationsFile read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new CliFailure(ExitCode.NOT_FOUND, "no file " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw invalid(file, "found " + Files.size(file) + " bytes, at most " + LARGEST + " are allowed");
            }
            Object loaded = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            if (loaded == null) {
                throw invalid(file, "found nothing, allowed is a mapping of what to connect");
            }
            return new IntegrationsFile(
                    file.toAbsolutePath().normalize(),
                    JSON.convertValue(filled(JSON.valueToTree(loaded)), Integrations.class));
        } catch (IOException | YamlEngineException unreadable) {
            throw invalid(file, String.valueOf(unreadable.getMessage()));
        } catch (IllegalArgumentException malformed) {
            throw invalid(file, said(malformed));
        }
    }

    /// A name with nothing behind it is an entry that leaves all settings out.
    private static JsonNode filled(JsonNode all) {
        for (String kind : NAMED) {
            all.path(kind).properties().stream()
                    .filter(entry -> entry.getValue().isNull())
                    .forEach(entry -> entry.setValue(JSON.createObjectNode()));
        }
        return all;
    }

    private static CliFailure invalid(Path file, String reason) {
        return new CliFailure(ExitCode.INVALID, file + ": " + reason);
    }

    private static String said(IllegalArgumentException malformed) {
        return switch (malformed.getCause()) {
            case UnrecognizedPropertyException unknown ->
                "found %s, allowed there are %s"
                        .formatted(
                                place(unknown),
                                unknown.getKnownPropertyIds().stream()
                                        .map(Object::toString)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            case JsonMappingException wrong -> {
                String place = place(wrong);
                String what = wrong.getCause() instanceof IllegalArgumentException ours
                        ? String.valueOf(ours.getMessage())
                        : wrong.getOriginalMessage();
                yield place.isEmpty() ? what : place + ": " + what;
            }
            case null, default -> String.valueOf(malformed.getMessage());
        };
    }

    private static String place(JsonMappingException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    public Path folder() {
        return Objects.requireNonNull(file.getParent());
    }

    /// Where a named file is here.
    public Path here(String named) {
        return folder().resolve(named).normalize();
    }

    /// Where the services see a named file.
    ///
    /// @throws CliFailure when they cannot, as it is not below the folder that is mounted
    public String there(String named) {
        String mounted = integrations.mounted();
        Path here = here(named);
        if (mounted == null) {
            return here.toString();
        }
        if (!here.startsWith(folder())) {
            throw invalid(file, "found file " + named + ", allowed with 'mounted' are files below " + folder());
        }
        return Path.of(mounted).resolve(folder().relativize(here)).toString();
    }

    /// What a file holds, without spaces around it.
    ///
    /// @throws NotWorking when it cannot be read or is empty
    public String secret(String named) {
        try {
            String text = Files.readString(here(named)).strip();
            if (text.isEmpty()) {
                throw new NotWorking("the file " + named + " is empty");
            }
            return text;
        } catch (IOException unreadable) {
            throw new NotWorking("the file " + named + " cannot be read");
        }
    }

    public @Nullable String secretOrNull(@Nullable String named) {
        return named == null ? null : secret(named);
    }
}
