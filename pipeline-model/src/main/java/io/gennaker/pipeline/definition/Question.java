package io.gennaker.pipeline.definition;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementSpec.Reminder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to people. Expressions may be in title, instructions, links, the barred, and in url and message of
/// reminders.
///
/// @param instructions Markdown
/// @param quorum approvals that are needed
/// @param form null: an answer says yes or no
/// @param barred who may not decide whatever their roles; null: nobody
/// @param reminders null: none
public record Question(
        String title,
        String instructions,
        List<String> users,
        List<String> roles,
        int quorum,
        boolean requesterMayDecide,
        Duration expiresAfter,
        Decision onExpiry,
        List<Link> links,
        @Nullable AnswerForm form,
        @Nullable List<String> barred,
        @Nullable List<Reminder> reminders) {
    public Question {
        users = List.copyOf(users);
        roles = List.copyOf(roles);
        links = List.copyOf(links);
        form = AnswerForm.NONE.equals(form) ? null : form;
        barred = barred == null || barred.isEmpty() ? null : List.copyOf(barred);
        reminders = reminders == null || reminders.isEmpty() ? null : List.copyOf(reminders);
    }

    /// A plain question: approve or reject.
    public Question(
            String title,
            String instructions,
            List<String> users,
            List<String> roles,
            int quorum,
            boolean requesterMayDecide,
            Duration expiresAfter,
            Decision onExpiry,
            List<Link> links) {
        this(
                title,
                instructions,
                users,
                roles,
                quorum,
                requesterMayDecide,
                expiresAfter,
                onExpiry,
                links,
                null,
                null,
                null);
    }

    public List<String> barredOrNone() {
        return barred == null ? List.of() : barred;
    }

    public List<Reminder> remindersOrNone() {
        return reminders == null ? List.of() : reminders;
    }

    /// A question to anyone who is logged in; rejected when nobody answers for three days.
    public static Question plain(String title) {
        return new Question(title, "", List.of(), List.of(), 1, false, Duration.ofDays(3), Decision.REJECT, List.of());
    }

    /// Evidence, for example the difference between the versions.
    public record Link(String title, String url) {}
}
