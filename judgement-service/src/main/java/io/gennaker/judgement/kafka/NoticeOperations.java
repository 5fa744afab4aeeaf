package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.notice.CardDisplay;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.outbox.RunningOperation;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells people what rules want them to be told. A channel that hangs has a few places and no more, so that it takes
/// none from the calls of deliveries.
@Singleton
class NoticeOperations {
    private static final Logger LOG = Logger.getLogger(NoticeOperations.class);
    private static final int ATTEMPTS = 20;
    private static final int PLACES = 8;
    private static final Duration FOR_A_PLACE = Duration.ofSeconds(1);

    private final Notices notices;
    private final CardDisplay display;
    private final CardStore cards;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Map<NoticeChannel, Semaphore> places = new EnumMap<>(NoticeChannel.class);

    NoticeOperations(Notices notices, CardDisplay display, CardStore cards, MeterRegistry metrics, Clock clock) {
        this.notices = notices;
        this.display = display;
        this.cards = cards;
        this.metrics = metrics;
        this.clock = clock;
        for (NoticeChannel channel : NoticeChannel.values()) {
            places.put(channel, new Semaphore(PLACES));
        }
    }

    void run(RunningOperation operation, Telling telling) throws InterruptedException {
        Progress progress = progress(operation.state());
        Instant now = clock.instant();
        if (!now.isBefore(telling.until())) {
            String last = progress.said() == null ? "" : "; last: " + progress.said();
            end(operation, telling, new Step.Fail(FailureCode.TIMED_OUT, "not told within a day" + last, Map.of()));
            return;
        }
        Semaphore free = places.get(telling.channel());
        if (free == null || !free.tryAcquire()) {
            operation.pause(StoredJson.write(progress), now.plus(FOR_A_PLACE));
            return;
        }
        try {
            Step step = step(operation.id(), telling, progress);
            if (step instanceof Step.Later(var next, var _, var _) && next.attempts() > progress.attempts()) {
                count(telling, "retried");
            }
            end(operation, telling, step);
        } finally {
            free.release();
        }
    }

    private Step step(String id, Telling telling, Progress progress) throws InterruptedException {
        if (telling.card() != null) {
            return display.show(telling.card(), id, ATTEMPTS, progress);
        }
        if (telling.notice() != null) {
            return notices.next(
                    new Notice(
                            id, telling.executionId(), telling.stage(), telling.occasion(), telling.notice(), ATTEMPTS),
                    progress);
        }
        throw new IllegalStateException("operation " + id + " tells nothing");
    }

    private void end(RunningOperation operation, Telling telling, Step step) {
        switch (step) {
            case Step.Succeed _ -> {
                operation.complete(outbox -> {
                    if (!telling.update()) {
                        outbox.send(sent(operation.id(), telling));
                    }
                });
                count(telling, telling.update() ? "updated" : "sent");
            }
            case Step.Fail(var _, var reason, var _) -> {
                LOG.warnf(
                        "notice failed executionId=%s rule=%s channel=%s to=%s reason=\"%s\"",
                        telling.executionId(), telling.rule(), telling.channel(), telling.to(), reason);
                operation.complete(outbox -> {
                    if (telling.card() != null) {
                        cards.failed(telling.card(), reason);
                    }
                    outbox.send(failed(operation.id(), telling, reason));
                });
                count(telling, "failed");
            }
            case Step.Later(var progress, var rest, var _) ->
                operation.pause(StoredJson.write(progress), clock.instant().plus(rest));
            case Step.AwaitCallback _ -> throw new IllegalStateException("a notice awaits nothing");
        }
    }

    private NoticeEvent sent(String id, Telling telling) {
        return new NoticeEvent.Sent(
                telling.executionId(),
                id,
                telling.rule(),
                telling.occasion(),
                telling.channel(),
                telling.to(),
                clock.instant());
    }

    private NoticeEvent failed(String id, Telling telling, String reason) {
        return new NoticeEvent.Failed(
                telling.executionId(),
                id,
                telling.rule(),
                telling.occasion(),
                telling.channel(),
                telling.to(),
                reason,
                clock.instant());
    }

    private void count(Telling telling, String outcome) {
        metrics.counter(
                        "gennaker.notices",
                        "channel",
                        telling.channel().name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome)
                .increment();
    }

    private static Progress progress(@Nullable String state) {
        return state == null ? Progress.NONE : StoredJson.read(state, Progress.class);
    }
}
