package io.gennaker.pipeline.definition;

import io.gennaker.contracts.Decision;
import java.time.Duration;
import java.util.List;

/// A question to people; title, instructions and links may hold expressions.
///
/// @param instructions Markdown
/// @param quorum approvals that are needed
public record Question(
        String title,
        String instructions,
        List<String> users,
        List<String> roles,
        int quorum,
        boolean requesterMayDecide,
        Duration expiresAfter,
        Decision onExpiry,
        List<Link> links) {
    public Question {
        users = List.copyOf(users);
        roles = List.copyOf(roles);
        links = List.copyOf(links);
    }

    /// A question to anyone who is logged in; rejected when nobody answers for three days.
    public static Question plain(String title) {
        return new Question(title, "", List.of(), List.of(), 1, false, Duration.ofDays(3), Decision.REJECT, List.of());
    }

    /// Evidence, for example the difference between the versions.
    public record Link(String title, String url) {}
}
