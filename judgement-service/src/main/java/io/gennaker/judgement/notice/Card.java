package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message in a conversation that goes on changing: posted once, then updated in place.
///
/// @param threadOf the card that begins the thread; null for that one
/// @param judgement that it shows; null for plain words
/// @param words what was told; a card that begins a thread shows the delivery's state below them
/// @param broadcast whether a reply is shown in the conversation, too
/// @param address what the conversation knows it by; null until it is posted
/// @param triedAt when posting was begun first: it may be there although nobody knows
/// @param failed why it could not be posted
/// @param wanted number of its newest state
/// @param shown number of the state that people see
public record Card(
        String id,
        ExecutionId executionId,
        String conversation,
        @Nullable String threadOf,
        @Nullable OperationId judgement,
        Words words,
        boolean broadcast,
        @Nullable String address,
        @Nullable Instant triedAt,
        @Nullable String failed,
        int wanted,
        int shown) {
    public boolean isReply() {
        return threadOf != null;
    }
}
