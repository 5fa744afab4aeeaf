package io.gennaker.pipeline.planning;

import io.gennaker.contracts.JudgementSpec;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.reading.Words;
import java.util.ArrayList;
import java.util.stream.Stream;

/// Evaluates the texts of questions to people.
public final class Questions {
    private Questions() {}

    public static JudgementSpec evaluate(Question question, Bindings bindings) throws Unplannable {
        var links = new ArrayList<JudgementSpec.Link>();
        for (Question.Link link : question.links()) {
            links.add(new JudgementSpec.Link(
                    Values.text("link title", link.title(), Words.TITLE, bindings),
                    Values.text("link", link.url(), Words.URL, bindings)));
        }
        return new JudgementSpec(
                Values.text("title", question.title(), Words.TITLE, bindings),
                Values.text("instructions", question.instructions(), Words.PROSE, bindings),
                question.users(),
                question.roles(),
                question.quorum(),
                question.requesterMayDecide(),
                question.expiresAfter(),
                question.onExpiry(),
                links);
    }

    /// Whether a text of it reads how earlier stages ended.
    static boolean readStages(Question question) {
        var links = question.links().stream().flatMap(link -> Stream.of(link.title(), link.url()));
        return Stream.concat(Stream.of(question.title(), question.instructions()), links)
                .anyMatch(text -> Template.reads(text, "stages"));
    }
}
