package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.notice.Card;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Cards;
import io.gennaker.judgement.notice.CdEvents;
import io.gennaker.judgement.notice.Delivery;
import io.gennaker.judgement.notice.DeliveryStore;
import io.gennaker.judgement.notice.Fact;
import io.gennaker.judgement.notice.Links;
import io.gennaker.judgement.notice.Occasions;
import io.gennaker.judgement.notice.RuleReader;
import io.gennaker.judgement.notice.RuleStore;
import io.gennaker.judgement.notice.Wording;
import io.gennaker.judgement.notice.Words;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.RejectedMessage;
import io.gennaker.pipeline.definition.NotificationRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows deliveries, and records what people are to be told as operations: in the transaction that reads the message,
/// so each fact is told once, and no channel holds up the stream.
@ApplicationScoped
public class Notifications {
    /// An older fact is of no use.
    private static final Duration WORTH_TELLING = Duration.ofDays(1);

    private final RuleStore rules;
    private final DeliveryStore deliveries;
    private final CardStore store;
    private final Cards cards;
    private final Operations operations;
    private final Links links;

    Notifications(RuleStore rules, DeliveryStore deliveries, CardStore store, Operations operations, Links links) {
        this.rules = rules;
        this.deliveries = deliveries;
        this.store = store;
        this.cards = new Cards(store);
        this.operations = operations;
        this.links = links;
    }

    void handle(DefinitionEvent event) {
        if (event.kind() != DefinitionKind.NOTIFICATION_RULE) {
            return;
        }
        switch (event) {
            case DefinitionEvent.Applied applied -> {
                try {
                    RuleReader.read(applied.fileName(), applied.document()).ifPresent(rule -> rules.put(rule, applied));
                } catch (IllegalArgumentException unreadable) {
                    // The version before it stays in force here.
                    throw new RejectedMessage(applied.key() + ": " + unreadable.getMessage());
                }
            }
            case DefinitionEvent.Removed removed -> rules.remove(removed.name());
            case DefinitionEvent.ChannelMoved _ -> {}
        }
    }

    void handle(Envelope envelope, ExecutionEvent event) {
        if (event instanceof ExecutionEvent.Accepted accepted) {
            deliveries.put(Occasions.accepted(accepted), accepted.at());
            return;
        }
        if (event instanceof ExecutionEvent.Refused refused) {
            Occasions.of(envelope.id(), refused, Occasions.refused(refused))
                    .fact()
                    .ifPresent(this::tell);
            return;
        }
        deliveries.find(event.executionId()).ifPresent(before -> {
            Occasions.Outcome outcome = Occasions.of(envelope.id(), event, before);
            if (!outcome.delivery().equals(before)) {
                deliveries.put(outcome.delivery(), event.at());
                update(event.executionId(), event.at());
            }
            outcome.fact().ifPresent(this::tell);
        });
    }

    void handle(Envelope envelope, JudgementEvent event) {
        update(event.executionId(), event.at());
        deliveries
                .find(event.executionId())
                .flatMap(delivery -> Occasions.of(envelope.id(), event, delivery))
                .ifPresent(this::tell);
    }

    private void tell(Fact fact) {
        Delivery delivery = fact.delivery();
        for (NotificationRule rule : rules.all()) {
            if (rule.on().contains(fact.occasion()) && rule.concerns(delivery.pipeline(), delivery.application())) {
                Words words = Wording.of(
                        fact, rule, links.execution(delivery.executionId()).orElse(""));
                rule.to().forEach(target -> tell(fact, rule, target, words));
            }
        }
    }

    private void tell(Fact fact, NotificationRule rule, NotificationRule.Target target, Words words) {
        if (target.channel() == NoticeChannel.SLACK) {
            String card = card(fact, target.address(), words);
            submit("card/" + card + "#1", telling(fact, rule, target, card, null));
            return;
        }
        notice(fact, target, words)
                .ifPresent(notice -> submit(
                        "notice/" + fact.id() + "/" + target.channel() + "/"
                                + Digest.of(target.address()).value(),
                        telling(fact, rule, target, null, notice)));
    }

    /// Of CDEvents, there is none for some facts.
    private Optional<SendNotice> notice(Fact fact, NotificationRule.Target target, Words words) {
        String pipeline = fact.delivery().pipeline();
        String link = links.execution(fact.delivery().executionId()).orElse("");
        return switch (target.channel()) {
            case CDEVENTS ->
                CdEvents.of(fact, link)
                        .map(event -> new SendNotice(
                                target.channel(),
                                target.address(),
                                null,
                                MessageType.of(event).type(),
                                new String(MessageCodec.value(event), StandardCharsets.UTF_8),
                                pipeline));
            case WEBHOOK ->
                Optional.of(new SendNotice(
                        target.channel(), target.address(), null, words.title(), words.message(), pipeline));
            case LOG ->
                Optional.of(new SendNotice(target.channel(), null, null, words.title(), words.message(), pipeline));
            case SLACK, EMAIL, TEAMS ->
                Optional.of(new SendNotice(
                        target.channel(), null, target.address(), words.title(), words.message(), pipeline));
        };
    }

    private String card(Fact fact, String conversation, Words words) {
        ExecutionId execution = fact.delivery().executionId();
        OperationId judgement = fact.judgement();
        if (judgement == null) {
            return cards.tell(
                    execution, conversation, fact.id(), words, fact.occasion().needsAttention(), fact.at());
        }
        String card = cards.ask(execution, conversation, judgement, Wording.begin(fact.delivery()), words, fact.at());
        String thread = Cards.thread(conversation, execution);
        submit("card/" + thread + "#1", update(execution, conversation, thread, fact.at()));
        return card;
    }

    private static Telling telling(
            Fact fact,
            NotificationRule rule,
            NotificationRule.Target target,
            @Nullable String card,
            @Nullable SendNotice notice) {
        return new Telling(
                fact.delivery().executionId(),
                rule.name(),
                fact.occasion().word(),
                target.channel(),
                target.address(),
                fact.stage(),
                card,
                notice,
                false,
                fact.at().plus(WORTH_TELLING));
    }

    /// Messages that show a state show the new one.
    private void update(ExecutionId execution, Instant at) {
        List<Card> outdated = store.outdate(execution);
        for (Card card : outdated) {
            submit("card/" + card.id() + "#" + card.wanted(), update(execution, card.conversation(), card.id(), at));
        }
    }

    private static Telling update(ExecutionId execution, String conversation, String card, Instant at) {
        return new Telling(
                execution, "", "", NoticeChannel.SLACK, conversation, null, card, null, true, at.plus(WORTH_TELLING));
    }

    private void submit(String id, Telling telling) {
        operations.submit(id, telling.executionId().value(), new Accepted(telling).format());
    }
}
