package io.gennaker.trigger.testing;

import io.gennaker.outbox.testing.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A database with the tables of this service, for tests without a container.
public final class ServiceDatabase {
    private ServiceDatabase() {}

    public static FreshDatabase create() {
        FreshDatabase database = FreshDatabase.create();
        List.of(
                        "V100__triggers.sql",
                        "V101__events_of_every_kind.sql",
                        "V160__freezes_and_quiet.sql",
                        "V161__ends_of_executions.sql")
                .forEach(name -> database.execute(script("/db/migration/" + name)));
        return database;
    }

    private static String script(String name) {
        try (var script = Objects.requireNonNull(ServiceDatabase.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
