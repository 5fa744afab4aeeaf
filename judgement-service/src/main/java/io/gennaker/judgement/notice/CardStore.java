package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Cards. All methods act in the running transaction, or in one of their own where none runs.
public interface CardStore {
    /// Adds one; one that is there stays as it is.
    ///
    /// @param origin what it was opened for
    /// @return whether it is new
    boolean add(Card card, String origin, Instant at);

    Optional<Card> find(String id);

    Optional<Card> ofOrigin(String origin);

    /// Gives a card to `owner` for a while, unless another one has it.
    Optional<Card> claim(String id, String owner, Instant now, Duration atMost);

    /// Records that posting begins.
    void trying(String id, Instant at);

    /// Records what people see, and gives the card back.
    void shown(String id, String address, int state);

    /// Gives the card back.
    void release(String id);

    void failed(String id, String reason);

    /// The delivery's cards that show a state get a new one, and words that were told stay as they are.
    ///
    /// @return them, with the number of that state
    List<Card> outdate(ExecutionId executionId);
}
