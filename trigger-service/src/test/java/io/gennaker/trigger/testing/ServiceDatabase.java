package io.gennaker.trigger.testing;

import io.gennaker.outbox.testing.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A database with the tables of this service, for tests without a container.
public final class ServiceDatabase {
    private ServiceDatabase() {}

    public static FreshDatabase create() {
        FreshDatabase database = FreshDatabase.create();
        try (var script =
                Objects.requireNonNull(ServiceDatabase.class.getResourceAsStream("/db/migration/V100__triggers.sql"))) {
            database.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database;
    }
}
