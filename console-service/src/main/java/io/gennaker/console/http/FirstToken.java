package io.gennaker.console.http;

import io.gennaker.console.access.Secret;
import io.gennaker.console.access.Tokens;
import io.gennaker.contracts.Actor;
import io.gennaker.outbox.UnitOfWork;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Makes the first token at the first start, so that nobody starts with a well-known one.
@ApplicationScoped
public class FirstToken {
    private static final Logger LOG = Logger.getLogger(FirstToken.class);
    private static final Actor ADMIN = new Actor("admin", List.of("admin"));

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
        String token = Secret.random();
        // Only the file's writer and the hash's row know the token; the row is there only when the file is.
        boolean made = unitOfWork.call(_ -> {
            boolean first = tokens.addFirst(token, ADMIN);
            if (first) {
                write(file.get(), token);
            }
            return first;
        });
        if (made) {
            LOG.infof("first token written user=%s file=%s", ADMIN.user(), file.get());
        } else if (!Files.exists(file.get())) {
            LOG.warnf(
                    "the token file is missing file=%s; to make a new token: delete from access_token where user_name = '%s', and restart",
                    file.get(), ADMIN.user());
        }
    }

    private static void write(Path file, String token) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token + "\n", StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new UncheckedIOException("the token file " + file + " cannot be written", failed);
        }
    }
}
