package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.JudgementSpec.Reminder;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.decision.Question;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.Timers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What happens to an open judgement by itself: its expiry, and before that its reminders.
@ApplicationScoped
public class Deadlines {
    private static final String EXPIRY = "";
    private static final String REMINDER = "reminder-";
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Judgements judgements;
    private final Timers timers;
    private final Operations operations;

    Deadlines(Judgements judgements, Timers timers, Operations operations) {
        this.judgements = judgements;
        this.timers = timers;
        this.operations = operations;
    }

    void set(Question question) {
        String id = question.id().value();
        timers.set(id, id, question.expiresAt(), EXPIRY);
        List<Reminder> reminders = question.spec().remindersOrNone();
        for (int i = 0; i < reminders.size(); i++) {
            String which = REMINDER + (i + 1);
            timers.set(
                    id + "#" + which,
                    id,
                    question.openedAt().plus(reminders.get(i).after()),
                    which);
        }
    }

    void cancel(OperationId id) {
        timers.cancelAll(id.value());
    }

    void passed(OperationId id, String which, Instant now, Outbox outbox) {
        if (!which.startsWith(REMINDER)) {
            judgements.expire(id, now, outbox::send);
            return;
        }
        int reminder = Integer.parseInt(which.substring(REMINDER.length()));
        judgements.remind(id, reminder, now, outbox::send).ifPresent(question -> tell(question, reminder, now));
    }

    /// As a notice of its own operation: a channel that does not answer holds up nothing.
    private void tell(Question question, int number, Instant now) {
        Reminder reminder = question.spec().remindersOrNone().get(number - 1);
        var notice = new CalloutTask.SendNotice(
                reminder.channel(),
                reminder.url(),
                null,
                question.spec().title(),
                reminder.message(),
                question.pipeline());
        var operation = new OperationId(question.id() + "#" + REMINDER + number);
        var start = new CalloutCommand.Start(question.executionId(), operation, notice, now.plus(PATIENCE));
        operations.submit(operation.value(), question.executionId().value(), new Accepted(start).format());
    }
}
