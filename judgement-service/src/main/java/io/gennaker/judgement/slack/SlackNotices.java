package io.gennaker.judgement.slack;

import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.FailureCode;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.Tries;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.notice.CardDisplay;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Cards;
import io.gennaker.judgement.notice.DeliveryStore;
import io.gennaker.judgement.notice.Links;
import io.gennaker.judgement.notice.Words;
import io.gennaker.outbox.UnitOfWork;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells people in Slack.
@Singleton
@Typed({SlackNotices.class, CardDisplay.class})
public class SlackNotices implements Notices, CardDisplay {
    private final Optional<SlackCards> shown;
    private final Cards cards;
    private final UnitOfWork unitOfWork;
    private final Clock clock;

    SlackNotices(
            SlackAccess access,
            CardStore store,
            DeliveryStore deliveries,
            JudgementStore judgements,
            Links links,
            UnitOfWork unitOfWork,
            Clock clock) {
        this.shown = access.client()
                .map(client -> new SlackCards(
                        store, deliveries, judgements, client, new SlackMessages(links), unitOfWork, clock));
        this.cards = new Cards(store);
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    @Override
    public Step next(Notice notice, @Nullable Progress progress) {
        SendNotice what = notice.what();
        String conversation = what.to();
        if (conversation == null) {
            return refused("a notice in Slack needs a conversation's id in 'to'");
        }
        var words = new Words(what.title(), what.message());
        String card = unitOfWork.call(
                _ -> cards.tell(notice.executionId(), conversation, notice.id(), words, true, clock.instant()));
        return show(card, notice.id(), notice.attempts(), progress);
    }

    @Override
    public Step show(String card, String owner, int attempts, @Nullable Progress progress) {
        if (shown.isEmpty()) {
            return refused("Slack is not configured: set gennaker.slack.bot-token-file");
        }
        Progress now = progress == null ? Progress.NONE : progress;
        try {
            return shown.get()
                    .show(card, owner)
                    .<Step>map(rest -> later(now, rest, "waits for another message"))
                    .orElseGet(() -> new Step.Succeed(Map.of()));
        } catch (SlackFailed failed) {
            String reason = String.valueOf(failed.getMessage());
            Duration retryAfter = failed.retryAfter();
            if (failed.isRefused()) {
                return refused(reason);
            }
            return retryAfter == null ? Tries.again(now, reason, attempts) : later(now, retryAfter, reason);
        }
    }

    private static Step later(Progress now, Duration rest, String words) {
        return new Step.Later(now.waiting(words), rest, words);
    }

    private static Step refused(String reason) {
        return new Step.Fail(FailureCode.REFUSED, reason, Map.of());
    }
}
