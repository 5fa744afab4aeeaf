package io.gennaker.judgement.slack;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.judgement.decision.InMemoryStores;
import io.gennaker.judgement.notice.Delivery;
import io.gennaker.judgement.notice.DeliveryStore;
import io.gennaker.judgement.postgres.PostgresCardStore;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A process that shows one card and ends; by a crash point it dies on the way.
public final class OneShowing {
    private OneShowing() {}

    /// @param arguments JDBC address, user, password, Slack's address, token, id of the card
    public static void main(String[] arguments) throws SlackFailed {
        var source = new PGSimpleDataSource();
        source.setUrl(arguments[0]);
        source.setUser(arguments[1]);
        source.setPassword(arguments[2]);
        var client = new SlackClient(URI.create(arguments[3]), Duration.ofSeconds(10), arguments[4]);
        var cards = new SlackCards(
                new PostgresCardStore(source),
                new NoDeliveries(),
                InMemoryStores.empty(),
                client,
                new SlackMessages(_ -> Optional.empty()),
                new EachForItself(),
                Clock.systemUTC());
        if (cards.show(arguments[5], "operation").isPresent()) {
            throw new IllegalStateException("not shown");
        }
    }

    private static final class NoDeliveries implements DeliveryStore {
        @Override
        public Optional<Delivery> find(ExecutionId id) {
            return Optional.empty();
        }

        @Override
        public void put(Delivery delivery, Instant at) {
            throw new UnsupportedOperationException("nothing is delivered here");
        }
    }

    /// Each statement commits for itself: what is recorded before the crash is there after it.
    private static final class EachForItself implements UnitOfWork {
        @Override
        public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
            return work.apply(_ -> {
                throw new UnsupportedOperationException("nothing is sent here");
            });
        }
    }
}
