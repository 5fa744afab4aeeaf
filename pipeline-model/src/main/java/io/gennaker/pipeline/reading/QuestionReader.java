package io.gennaker.pipeline.reading;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementSpec.Reminder;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Reads a question to people: a stage of its own or a step of a canary.
final class QuestionReader {
    static final Map<String, Decision> DECISIONS = Choices.of("reject", Decision.REJECT, "approve", Decision.APPROVE);
    private static final Map<String, NoticeChannel> REMINDER_CHANNELS =
            Choices.of("log", NoticeChannel.LOG, "webhook", NoticeChannel.WEBHOOK);
    private static final Duration DEFAULT_EXPIRY = Duration.ofDays(3);
    private static final String WAITS = "The question waits for an answer.";

    private QuestionReader() {}

    static Question read(ObjectReader object, Scope scope) {
        var question = new Question(
                object.template("title", Words.TITLE, scope, DefinitionReader.UNREAD),
                object.template("instructions", Words.PROSE, scope, ""),
                object.texts("users", Words.PERSON),
                object.texts("roles", Words.PERSON),
                object.integer("quorum", 1, 20, 1),
                object.flag("requesterMayDecide", false),
                object.duration("expiresAfter", Duration.ofSeconds(1), DEFAULT_EXPIRY),
                object.choice("onExpiry", DECISIONS, Decision.REJECT),
                object.objects("links", Shape.LINK).stream()
                        .map(link -> link(link, scope))
                        .toList(),
                FormReader.read(object),
                object.items("barred", (node, at) -> object.templateOf(node, at, Words.PERSON, scope)),
                object.objects("reminders", Shape.REMINDER).stream()
                        .map(reminder -> reminder(reminder, scope))
                        .toList());
        checkQuorum(object, question);
        checkReminders(object, question);
        checkExpiry(object, question);
        return question;
    }

    private static void checkReminders(ObjectReader object, Question question) {
        boolean late = question.remindersOrNone().stream()
                .anyMatch(reminder -> reminder.after().compareTo(question.expiresAfter()) >= 0);
        if (late) {
            object.objection("reminders", "one that comes when the question has expired", "an earlier one");
        }
    }

    /// What an approval must say, nobody says at the expiry.
    private static void checkExpiry(ObjectReader object, Question question) {
        AnswerForm form = question.form();
        if (question.onExpiry() != Decision.APPROVE || form == null) {
            return;
        }
        String required =
                form.inputs().stream().filter(Input::required).map(Input::name).collect(Collectors.joining(", "));
        if (!required.isEmpty()) {
            object.objection(
                    "onExpiry",
                    "approve, beside required inputs without a default: " + required,
                    "reject, or a default for each of them");
        }
    }

    /// Where all who may decide are named, they must be enough.
    private static void checkQuorum(ObjectReader object, Question question) {
        int named = question.users().size();
        if (named > 0
                && named < question.quorum()
                && question.roles().isEmpty()
                && question.remindersOrNone().isEmpty()) {
            object.objection(
                    "quorum", String.valueOf(question.quorum()), "at most " + named + ", the users that are named");
        }
    }

    private static Question.Link link(ObjectReader object, Scope scope) {
        return new Question.Link(
                object.template("title", Words.TITLE, scope, DefinitionReader.UNREAD),
                object.template("url", Words.URL, scope, DefinitionReader.UNREAD));
    }

    /// A reminder goes to a log or to a system; what goes to people is a matter of their rules.
    private static NoticeChannel channel(ObjectReader object) {
        NoticeChannel channel = object.choice("channel", REMINDER_CHANNELS, NoticeChannel.LOG);
        if ((channel == NoticeChannel.WEBHOOK) != object.has("url")) {
            String found = object.has("url") ? "a url" : "no url";
            object.problem("channel", found, "a url for channel webhook, none for another");
        }
        return channel;
    }

    private static Reminder reminder(ObjectReader object, Scope scope) {
        List<String> users = object.texts("users", Words.PERSON);
        List<String> roles = object.texts("roles", Words.PERSON);
        return new Reminder(
                object.duration("after", Duration.ofSeconds(1), Duration.ofSeconds(1)),
                channel(object),
                object.has("url") ? object.template("url", Words.URL, scope, DefinitionReader.UNREAD) : null,
                object.template("message", Words.LINE, scope, WAITS),
                users,
                roles);
    }
}
