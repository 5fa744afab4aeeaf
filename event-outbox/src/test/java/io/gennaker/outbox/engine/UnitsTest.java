package io.gennaker.outbox.engine;

import static io.gennaker.outbox.engine.EngineFixture.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.outbox.store.Cause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {
    private final EngineFixture fixture = new EngineFixture();

    @Test
    void shouldMakeAndSendWhatComesLastWhenAllElseIsDecided() {
        // Given
        var done = new ArrayList<String>();

        // When
        fixture.units.within(new Cause("message-1", null), unit -> {
            unit.sendLast(() -> {
                done.add("made");
                return event("one", "the last");
            });
            unit.causedBy(new Cause("message-2", null), () -> unit.send(event("two", "the first")));
            done.add("decided");
            return null;
        });

        // Then
        assertThat(done).containsExactly("decided", "made");
        assertThat(fixture.sentReasons()).containsExactly("the first", "the last");
        assertThat(fixture.sent())
                .extracting(record -> EngineFixture.header(record, "ce_causationid"))
                .containsExactly("message-2", "message-1");
    }

    @Test
    void shouldSendNothingWhenWhatComesLastCannotBeMade() {
        assertThatThrownBy(() -> fixture.units.call(outbox -> {
                    outbox.send(event("one", "the first"));
                    outbox.sendLast(() -> {
                        throw new IllegalStateException("no key to sign with");
                    });
                    return null;
                }))
                .hasMessageContaining("no key to sign with");
        assertThat(fixture.sent()).isEqualTo(List.of());
    }
}
