package io.gennaker.pipeline.planning;

import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.JudgementSpec.Reminder;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.reading.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Evaluates the texts of questions to people.
public final class Questions {
    private Questions() {}

    public static JudgementSpec evaluate(Question question, Bindings bindings) throws Unplannable {
        return new JudgementSpec(
                Values.text("title", question.title(), Words.TITLE, bindings),
                Values.text("instructions", question.instructions(), Words.PROSE, bindings),
                question.users(),
                question.roles(),
                question.quorum(),
                question.requesterMayDecide(),
                question.expiresAfter(),
                question.onExpiry(),
                links(question, bindings),
                question.form(),
                barred(question, bindings),
                reminders(question, bindings));
    }

    private static List<JudgementSpec.Link> links(Question question, Bindings bindings) throws Unplannable {
        var links = new ArrayList<JudgementSpec.Link>();
        for (Question.Link link : question.links()) {
            links.add(new JudgementSpec.Link(
                    Values.text("link title", link.title(), Words.TITLE, bindings),
                    Values.text("link", link.url(), Words.URL, bindings)));
        }
        return links;
    }

    /// An expression that gives an empty text bars nobody.
    private static List<String> barred(Question question, Bindings bindings) throws Unplannable {
        var barred = new ArrayList<String>();
        for (String name : question.barredOrNone()) {
            Values.optional("barred", name, Words.PERSON, bindings).ifPresent(barred::add);
        }
        return barred;
    }

    private static List<Reminder> reminders(Question question, Bindings bindings) throws Unplannable {
        var reminders = new ArrayList<Reminder>();
        for (Reminder reminder : question.remindersOrNone()) {
            @Nullable String url = reminder.url();
            reminders.add(new Reminder(
                    reminder.after(),
                    reminder.channel(),
                    url == null ? null : Values.text("reminder's url", url, Words.URL, bindings),
                    Values.text("reminder's message", reminder.message(), Words.LINE, bindings),
                    reminder.users(),
                    reminder.roles()));
        }
        return reminders;
    }

    /// Whether a text of it reads how earlier stages ended.
    static boolean readStages(Question question) {
        var links = question.links().stream().flatMap(link -> Stream.of(link.title(), link.url()));
        var reminders = question.remindersOrNone().stream()
                .flatMap(reminder -> Stream.of(reminder.message(), String.valueOf(reminder.url())));
        return Stream.of(
                        Stream.of(question.title(), question.instructions()),
                        links,
                        question.barredOrNone().stream(),
                        reminders)
                .flatMap(texts -> texts)
                .anyMatch(text -> Template.reads(text, "stages"));
    }
}
