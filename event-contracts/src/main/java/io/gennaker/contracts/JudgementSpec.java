package io.gennaker.contracts;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A question to people and the rules for its answer.
///
/// @param instructions Markdown
/// @param users who may decide, by name
/// @param roles who may decide, by role; with both lists empty, anyone who is logged in
/// @param quorum approvals that say the same and are needed; one rejection rejects
/// @param requesterMayDecide whether the person who triggered the execution may decide
/// @param expiresAfter time after which the judgement ends by itself
/// @param onExpiry what the end by itself means
/// @param links evidence, for example the difference between the versions
/// @param form what an answer says besides; absent: nothing
/// @param barred who may not decide whatever their roles, such as the author of the change; absent: nobody
/// @param reminders who hears of it, and may decide too, when it stays open; absent: nobody
public record JudgementSpec(
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
    public JudgementSpec {
        Check.text("judgement title", title, 200);
        Check.between("quorum", quorum, 1, 20);
        Check.positive("expiry", expiresAfter);
        users = List.copyOf(users);
        roles = List.copyOf(roles);
        links = List.copyOf(links);
        form = AnswerForm.NONE.equals(form) ? null : form;
        barred = barred == null || barred.isEmpty() ? null : List.copyOf(barred);
        reminders = reminders == null || reminders.isEmpty() ? null : List.copyOf(reminders);
    }

    /// A plain question: approve or reject.
    public JudgementSpec(
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

    /// The same question with other instructions.
    public JudgementSpec instructing(String others) {
        return new JudgementSpec(
                title,
                others,
                users,
                roles,
                quorum,
                requesterMayDecide,
                expiresAfter,
                onExpiry,
                links,
                form,
                barred,
                reminders);
    }

    public AnswerForm formOrNone() {
        return form == null ? AnswerForm.NONE : form;
    }

    public List<String> barredOrNone() {
        return barred == null ? List.of() : barred;
    }

    /// The same question, which one more person may not decide.
    public JudgementSpec barring(String user) {
        return new JudgementSpec(
                title,
                instructions,
                users,
                roles,
                quorum,
                requesterMayDecide,
                expiresAfter,
                onExpiry,
                links,
                form,
                Stream.concat(barredOrNone().stream(), Stream.of(user))
                        .distinct()
                        .toList(),
                reminders);
    }

    public List<Reminder> remindersOrNone() {
        return reminders == null ? List.of() : reminders;
    }

    /// Evidence to look at.
    ///
    /// @param url with the scheme http or https: it is shown as a link
    public record Link(String title, String url) {
        private static final Pattern URL = Pattern.compile("https?://\\S{1,2000}");

        public Link {
            Check.text("link title", title, 200);
            Check.matching("link", url, URL);
        }
    }

    /// A notice that goes out when the question is still open.
    ///
    /// @param after since the question was put
    /// @param url of the channel's webhook; absent for other channels
    /// @param users who may decide from then on, too
    /// @param roles who may decide from then on, too
    public record Reminder(
            Duration after,
            NoticeChannel channel,
            @Nullable String url,
            String message,
            List<String> users,
            List<String> roles) {
        public Reminder {
            Check.positive("reminder", after);
            Check.text("reminder's message", message, 1_000);
            users = List.copyOf(users);
            roles = List.copyOf(roles);
        }
    }
}
