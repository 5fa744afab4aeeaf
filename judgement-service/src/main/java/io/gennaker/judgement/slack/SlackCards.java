package io.gennaker.judgement.slack;

import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.notice.Card;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.DeliveryStore;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.UnitOfWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings a card's message up to date.
///
/// A process may die between the moment Slack has a message and the moment that is recorded. So it is recorded
/// before posting that it is tried, and who finds a card that was tried looks into the conversation first: each
/// message carries the id of its card. Only one at a time works on a card.
final class SlackCards {
    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final CardStore cards;
    private final DeliveryStore deliveries;
    private final JudgementStore judgements;
    private final SlackClient client;
    private final SlackMessages messages;
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    SlackCards(
            CardStore cards,
            DeliveryStore deliveries,
            JudgementStore judgements,
            SlackClient client,
            SlackMessages messages,
            UnitOfWork unitOfWork,
            Clock clock) {
        this.cards = cards;
        this.deliveries = deliveries;
        this.judgements = judgements;
        this.client = client;
        this.messages = messages;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /// @param shown what people are to see; null where a reply has to wait for its thread
    private record Work(Card card, @Nullable String thread, SlackClient.@Nullable Shown shown) {}

    /// @param owner who asks
    /// @return how long to wait before asking again; empty when people see the newest state
    Optional<Duration> show(String id, String owner) throws SlackFailed {
        Optional<Work> found = unitOfWork.call(
                _ -> cards.claim(id, owner, clock.instant(), CLAIM).map(this::work));
        if (found.isEmpty()) {
            return Optional.of(SHORTLY);
        }
        Work work = found.get();
        if (work.shown() == null) {
            release(work.card());
            return work.card().shown() >= work.card().wanted() ? Optional.empty() : Optional.of(SHORTLY);
        }
        try {
            show(work.card(), work.thread(), work.shown());
            return Optional.empty();
        } catch (SlackFailed failed) {
            release(work.card());
            throw failed;
        }
    }

    /// In one transaction, so that what is shown is the state that is counted.
    private Work work(Card card) {
        if (card.shown() >= card.wanted()) {
            return new Work(card, null, null);
        }
        Optional<Card> first = Optional.ofNullable(card.threadOf()).flatMap(cards::find);
        String thread = first.map(Card::address).orElse(null);
        boolean waits = thread == null && first.isPresent() && first.get().failed() == null;
        return new Work(card, thread, waits ? null : shown(card));
    }

    private SlackClient.Shown shown(Card card) {
        return Optional.ofNullable(card.judgement())
                .flatMap(judgements::find)
                .map(judgement -> messages.question(card, judgement))
                .orElseGet(() ->
                        messages.words(card, deliveries.find(card.executionId()).orElse(null)));
    }

    private void show(Card card, @Nullable String thread, SlackClient.Shown shown) throws SlackFailed {
        String address = card.address();
        if (address == null) {
            address = post(card, thread, shown);
        } else {
            client.update(card.conversation(), address, shown);
        }
        CrashPoints.reached("slack-shown");
        String posted = address;
        unitOfWork.run(_ -> cards.shown(card.id(), posted, card.wanted()));
    }

    private String post(Card card, @Nullable String thread, SlackClient.Shown shown) throws SlackFailed {
        Instant before = card.triedAt();
        if (before != null) {
            Optional<String> there = client.find(card.conversation(), thread, card.id(), before);
            if (there.isPresent()) {
                client.update(card.conversation(), there.get(), shown);
                return there.get();
            }
        }
        unitOfWork.run(_ -> cards.trying(card.id(), clock.instant()));
        return client.post(card.conversation(), thread, card.broadcast(), card.id(), shown);
    }

    private void release(Card card) {
        unitOfWork.run(_ -> cards.release(card.id()));
    }
}
