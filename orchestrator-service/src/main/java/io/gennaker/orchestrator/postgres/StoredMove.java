package io.gennaker.orchestrator.postgres;

import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.RecordedMove;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A move as the database has it.
///
/// @param events as JSON
/// @param decision digest of state, commands and timers; null for moves of a version that kept none
@SuppressWarnings("ArrayRecordComponent") // compared by content, never as a part of this
record StoredMove(long sequence, Input input, String events, byte @Nullable [] decision) implements RecordedMove {
    @Override
    public Optional<String> difference(Decision now) {
        String eventsNow = StateJson.write(Fact.events(now));
        if (!eventsNow.equals(events)) {
            return Optional.of("recorded are the events " + events + ", decided now are " + eventsNow);
        }
        byte[] digestNow = DecisionDigest.of(StateJson.write(now.next()), now.effects());
        if (decision != null && !Arrays.equals(decision, digestNow)) {
            return Optional.of("the events are the same; state, commands or timers are not: decided now are "
                    + DecisionDigest.words(now.effects()) + " and " + now.next());
        }
        return Optional.empty();
    }
}
