package io.gennaker.judgement.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.MessageCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the caller of the webhook says.
///
/// @param requestId makes the call repeatable: the same one counts once
/// @param choice by name, where the question offers some
/// @param inputs by name, where the question asks for some
/// @param user who decides, as the caller vouches for
/// @param roles that the caller vouches for; null is none
record WebhookAnswer(
        String requestId,
        Decision decision,
        @Nullable String choice,
        @Nullable Map<String, String> inputs,
        String user,
        @Nullable List<String> roles,
        @Nullable String comment) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_COMMENT = 4_000;
    private static final int MOST_ROLES = 50;

    WebhookAnswer {
        checkName("requestId", requestId);
        checkName("user", user);
        if (decision == null) {
            throw new IllegalArgumentException("decision is missing; allowed are Approve and Reject");
        }
        checkInputs(inputs);
        checkRoles(roles);
        checkComment(comment);
    }

    /// @throws IllegalArgumentException when the body is anything else; says what was found and what is allowed
    static WebhookAnswer parse(byte[] body) {
        try {
            return MessageCodec.json().readValue(body, WebhookAnswer.class);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(reasonOf(malformed), malformed);
        }
    }

    FilledForm form() {
        return new FilledForm(choice, inputs == null ? Map.of() : inputs);
    }

    /// The roles, at least none.
    List<String> rolesOrNone() {
        return roles == null ? List.of() : roles;
    }

    private static void checkName(String what, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_NAME || hasControl(value)) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + LONGEST_NAME + " characters, none of them a control character");
        }
    }

    private static void checkInputs(@Nullable Map<String, String> inputs) {
        if (inputs != null && inputs.containsValue(null)) {
            throw new IllegalArgumentException("an input is null; allowed is text, also for numbers");
        }
    }

    private static void checkRoles(@Nullable List<String> roles) {
        if (roles == null) {
            return;
        }
        if (roles.size() > MOST_ROLES) {
            throw new IllegalArgumentException(
                    "roles has " + roles.size() + " names; at most " + MOST_ROLES + " are allowed");
        }
        roles.forEach(role -> checkName("each role", role));
    }

    private static void checkComment(@Nullable String comment) {
        if (comment == null) {
            return;
        }
        if (comment.length() > LONGEST_COMMENT) {
            throw new IllegalArgumentException(
                    "comment has " + comment.length() + " characters; at most " + LONGEST_COMMENT + " are allowed");
        }
        // Postgres text holds no NUL
        if (comment.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("comment has the character U+0000, which is not allowed");
        }
    }

    private static boolean hasControl(String value) {
        return value.chars().anyMatch(Character::isISOControl);
    }

    private static String reasonOf(IOException malformed) {
        if (malformed.getCause() instanceof IllegalArgumentException bounds) {
            return String.valueOf(bounds.getMessage());
        }
        String path = malformed instanceof JsonMappingException mapping ? mapping.getPathReference() : "";
        String text = malformed instanceof JsonProcessingException processing
                ? processing.getOriginalMessage()
                : malformed.getMessage();
        return ("body" + (path.isEmpty() ? "" : " " + path.replaceAll(".*\\[\"", "[\"")) + ": " + text)
                .lines()
                .findFirst()
                .orElse("body is not JSON");
    }
}
