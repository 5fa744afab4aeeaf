package io.gennaker.pipeline.reading;

import io.gennaker.contracts.Decision;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Scope;
import java.time.Duration;
import java.util.Map;

/// Reads a question to people: a stage of its own or a step of a canary.
final class QuestionReader {
    private static final Duration DEFAULT_EXPIRY = Duration.ofDays(3);
    private static final Map<String, Decision> ON_EXPIRY =
            Choices.of("reject", Decision.REJECT, "approve", Decision.APPROVE);

    private QuestionReader() {}

    static Question read(ObjectReader object, Scope scope) {
        return new Question(
                object.template("title", Words.TITLE, scope, DefinitionReader.UNREAD),
                object.template("instructions", Words.PROSE, scope, ""),
                object.texts("users", Words.PERSON),
                object.texts("roles", Words.PERSON),
                object.integer("quorum", 1, 20, 1),
                object.flag("requesterMayDecide", false),
                object.duration("expiresAfter", Duration.ofSeconds(1), DEFAULT_EXPIRY),
                object.choice("onExpiry", ON_EXPIRY, Decision.REJECT),
                object.objects("links", Shape.LINK).stream()
                        .map(link -> link(link, scope))
                        .toList());
    }

    private static Question.Link link(ObjectReader object, Scope scope) {
        return new Question.Link(
                object.template("title", Words.TITLE, scope, DefinitionReader.UNREAD),
                object.template("url", Words.URL, scope, DefinitionReader.UNREAD));
    }
}
