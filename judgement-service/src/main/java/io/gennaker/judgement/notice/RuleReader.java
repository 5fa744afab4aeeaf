package io.gennaker.judgement.notice;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.NotificationRule;
import java.util.Optional;

/// Reads a stored rule.
public final class RuleReader {
    private RuleReader() {}

    /// @throws IllegalArgumentException when it cannot be read; the orchestrator could, so it is of another version
    public static Optional<NotificationRule> read(String fileName, String document) {
        return switch (Definitions.stored(fileName, document)) {
            case ReadResult.Read(var documents) ->
                documents.stream()
                        .map(ReadResult.Document::definition)
                        .filter(NotificationRule.class::isInstance)
                        .map(NotificationRule.class::cast)
                        .findFirst();
            case ReadResult.Invalid(var problems) ->
                throw new IllegalArgumentException(problems.getFirst().text());
        };
    }
}
