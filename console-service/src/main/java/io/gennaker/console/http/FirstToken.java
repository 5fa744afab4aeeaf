package io.gennaker.console.http;

import io.gennaker.console.access.Secret;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Actor;
import io.gennaker.outbox.UnitOfWork;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the first token at the first start, so that nobody starts with a well-known one. A token that is in the file
/// already, as in a mounted secret, is the first one: several replicas cannot write one file.
@ApplicationScoped
public class FirstToken {
    private static final Logger LOG = Logger.getLogger(FirstToken.class);
    private static final Actor ADMIN = new Actor("admin", List.of("admin"));

    private static final int SHORTEST = 32;

    private final Tokens tokens;
    private final UnitOfWork unitOfWork;
    private final Optional<Path> file;

    FirstToken(
            Tokens tokens,
            UnitOfWork unitOfWork,
            @ConfigProperty(name = "gennaker.console.token-file") Optional<Path> file) {
        this.tokens = tokens;
        this.unitOfWork = unitOfWork;
        this.file = file;
    }

    void make(@Observes StartupEvent event) {
        if (file.isEmpty()) {
            LOG.info("no token is made: gennaker.console.token-file is not set");
            return;
        }
        Optional<String> given = given(file.get());
        String token = given.orElseGet(Secret::random);
        // Only the file's writer and the hash's row know the token; the row is there only when the file is.
        boolean made = unitOfWork.call(_ -> {
            boolean first = tokens.addFirst(token, ADMIN);
            if (first && given.isEmpty()) {
                write(file.get(), token);
            }
            return first;
        });
        if (made) {
            LOG.infof(
                    "first token %s user=%s file=%s",
                    given.isPresent() ? "taken from its file" : "written", ADMIN.user(), file.get());
        } else if (tokens.login(token, Instant.now()).isEmpty()) {
            LOG.warnf(
                    "the first token was made before, and is not in its file file=%s; to make a new one: delete from access_token where user_name = '%s', and restart",
                    file.get(), ADMIN.user());
        }
    }

    /// The token that somebody put there; empty where the file is not there yet.
    static Optional<String> given(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(Secret.LONGEST + 2), StandardCharsets.UTF_8).strip();
            if (token.length() < SHORTEST || token.length() > Secret.LONGEST) {
                throw new IllegalStateException("the token file %s holds %d characters; allowed are %d to %d"
                        .formatted(file, token.length(), SHORTEST, Secret.LONGEST));
            }
            return Optional.of(token);
        } catch (IOException failed) {
            throw new UncheckedIOException("the token file " + file + " cannot be read", failed);
        }
    }

    private static void write(Path file, String token) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new UncheckedIOException("the token file " + file + " cannot be written", failed);
        }
    }
}
