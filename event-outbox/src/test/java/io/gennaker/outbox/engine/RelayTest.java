package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.outbox.store.OutboxRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final EngineFixture fixture = new EngineFixture();
    private final List<Long> onBus = new ArrayList<>();
    private final Map<Long, String> refused = new HashMap<>();
    private boolean away;
    private boolean relaying = true;

    private final Relay relay = new Relay(fixture.store.outbox(), this::send, () -> relaying);

    private Map<Long, String> send(List<OutboxRow> rows) {
        if (away) {
            throw new IllegalStateException("no broker");
        }
        rows.stream().map(OutboxRow::id).forEach(onBus::add);
        return refused;
    }

    @Test
    void shouldRemoveRowsWhenTheyAreOnTheBus() throws InterruptedException {
        // Given
        sendTwo();

        // When
        Duration wait = relay.turn();

        // Then
        assertThat(onBus).hasSize(2).isSorted();
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
        refused.put(1L, "too large");

        // When
        relay.turn();

        // Then
        assertThat(fixture.sent()).isEmpty();
        assertThat(fixture.store.outbox().backlog().refused()).isEqualTo(1);
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
            outbox.send(event("a", "two"));
        });
    }
}
