package io.gennaker.judgement.http;

import io.gennaker.contracts.OperationId;
import org.jspecify.annotations.Nullable;

/// A judgement's id from a query parameter: it contains slashes, so it is no part of a path.
final class JudgementId {
    private JudgementId() {}

    /// @throws IllegalArgumentException when it is none; says what was found and what is allowed
    static OperationId parse(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(
                    "query parameter judgement is missing: the id of the judgement, URL-encoded");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("query parameter judgement has a control character, which no id has");
        }
        try {
            return new OperationId(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("query parameter judgement: " + malformed.getMessage(), malformed);
        }
    }
}
