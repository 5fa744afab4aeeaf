package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.OutboxBacklog;
import io.gennaker.outbox.store.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final EngineFixture fixture = new EngineFixture();
    private final List<BusRecord> onBus = new ArrayList<>();
    private boolean refusesTheFirst;
    private boolean away;
    private boolean relaying = true;

    private final Relay relay = new Relay(fixture.store.outbox(), this::send, () -> relaying);

    private List<Refusal> send(List<BusRecord> records) {
        if (away) {
            throw new IllegalStateException("no broker");
        }
        onBus.addAll(records);
        return refusesTheFirst ? List.of(new Refusal(records.getFirst(), "too large")) : List.of();
    }

    @Test
    void shouldRemoveRowsWhenTheyAreOnTheBus() throws InterruptedException {
        // Given
        sendTwo();
        var sent = fixture.sent();

        // When
        Duration wait = relay.turn();

        // Then
        assertThat(onBus).hasSize(2).containsExactlyElementsOf(sent);
        assertThat(fixture.sent()).isEmpty();
        assertThat(wait).isZero();
    }

    @Test
    void shouldKeepRowsWhenTheBusIsAway() {
        // Given
        sendTwo();
        away = true;

        // When
        assertThatThrownBy(relay::turn).hasMessage("no broker");

        // Then
        assertThat(fixture.sent()).hasSize(2);
    }

    @Test
    void shouldSetAsideWhatTheBusNeverTakes() throws InterruptedException {
        // Given
        sendTwo();
        refusesTheFirst = true;

        // When
        relay.turn();

        // Then
        assertThat(fixture.sent()).isEmpty();
        assertThat(fixture.store.outbox().backlog()).isEqualTo(new OutboxBacklog(0, Duration.ZERO, 1));
    }

    @Test
    void shouldSendNothingWhenAnotherReplicaRelays() throws InterruptedException {
        // Given
        sendTwo();
        relaying = false;

        // When
        relay.turn();

        // Then
        assertThat(onBus).isEmpty();
        assertThat(fixture.sent()).hasSize(2);
    }

    private void sendTwo() {
        fixture.units.run(outbox -> {
            outbox.send(event("a", "one"));
            outbox.send(event("b", "two"));
        });
    }
}
