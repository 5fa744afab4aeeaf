package io.gennaker.trigger.registry;

import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.trigger.FakeRegistry;
import io.gennaker.trigger.postgres.PostgresPolledTags;
import io.gennaker.trigger.testing.Doors;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A replica that polls one repository, over a real database; also in a process of its own, to be killed.
final class Polled {
    static final String HOST = "polled.acme.io";

    private final RegistryPolling polling;
    private final String repository;

    /// @param around what the test puts around each transaction
    Polled(FreshDatabase database, URI registry, Path password, String repository, UnaryOperator<UnitOfWork> around) {
        RegistriesConfig config = () -> Map.of(HOST, new Login(registry, password));
        this.repository = HOST + "/" + repository;
        this.polling = new RegistryPolling(
                config,
                new RegistryApi(config),
                new PostgresPolledTags(database.transactions()),
                Doors.door(database, around),
                InstantSource.system());
    }

    /// Arguments: JDBC URL, user, password, address of the registry, file of its password, repository.
    public static void main(String[] arguments) throws Exception {
        new Polled(
                        FreshDatabase.at(arguments[0], arguments[1], arguments[2]),
                        URI.create(arguments[3]),
                        Path.of(arguments[4]),
                        arguments[5],
                        UnaryOperator.identity())
                .poll();
    }

    void poll() throws Exception {
        polling.poll(repository);
    }

    private record Login(URI at, Path password) implements RegistriesConfig.Registry {
        @Override
        public Optional<URI> url() {
            return Optional.of(at);
        }

        @Override
        public Optional<String> username() {
            return Optional.of(FakeRegistry.USER);
        }

        @Override
        public Optional<Path> passwordFile() {
            return Optional.of(password);
        }

        @Override
        public Optional<List<String>> poll() {
            return Optional.empty();
        }

        @Override
        public Duration pollEvery() {
            return Duration.ofMinutes(1);
        }
    }
}
