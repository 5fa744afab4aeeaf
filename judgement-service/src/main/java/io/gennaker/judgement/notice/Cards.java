package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens cards: the first one of a delivery in a conversation begins the thread, later ones are replies in it.
public final class Cards {
    private final CardStore store;

    public Cards(CardStore store) {
        this.store = store;
    }

    /// Opens the card of a fact, unless it is there.
    ///
    /// @param fact what is told: of the same one there is one card in a conversation
    /// @param broadcast whether a reply is to be shown outside its thread, too
    /// @return id of the card
    public String tell(
            ExecutionId execution, String conversation, String fact, Words words, boolean broadcast, Instant at) {
        String origin = origin(conversation, fact);
        Optional<Card> before = store.ofOrigin(origin);
        if (before.isPresent()) {
            return before.get().id();
        }
        String thread = thread(conversation, execution);
        boolean begins = store.find(thread).isEmpty()
                && store.add(card(thread, execution, conversation, null, null, words, false), origin, at);
        if (begins) {
            return thread;
        }
        store.add(card(origin, execution, conversation, thread, null, words, broadcast), origin, at);
        return origin;
    }

    /// The card of a fact cannot be posted; none where there is no such card.
    public void failed(String conversation, String fact, String reason) {
        store.ofOrigin(origin(conversation, fact)).ifPresent(card -> store.failed(card.id(), reason));
    }

    /// Opens the card of a question, always as a reply that is shown outside its thread, too.
    ///
    /// @param delivery begins the thread where there is none
    public String ask(
            ExecutionId execution,
            String conversation,
            OperationId judgement,
            Words delivery,
            Words words,
            Instant at) {
        String id = conversation + "/" + judgement.value();
        if (store.find(id).isPresent()) {
            return id;
        }
        String thread = thread(conversation, execution);
        if (store.find(thread).isEmpty()) {
            store.add(card(thread, execution, conversation, null, null, delivery, false), thread, at);
        }
        store.add(card(id, execution, conversation, thread, judgement, words, true), id, at);
        return id;
    }

    private static String origin(String conversation, String fact) {
        return conversation + "/" + fact;
    }

    private static Card card(
            String id,
            ExecutionId execution,
            String conversation,
            @Nullable String thread,
            @Nullable OperationId judgement,
            Words words,
            boolean broadcast) {
        return new Card(id, execution, conversation, thread, judgement, words, broadcast, null, null, null, 1, 0);
    }

    /// Id of the card that begins the thread.
    public static String thread(String conversation, ExecutionId execution) {
        return conversation + "/" + execution.value();
    }
}
