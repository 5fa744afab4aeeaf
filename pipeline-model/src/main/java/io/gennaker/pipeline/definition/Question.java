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

    /// Evidence, for example the difference between the versions.
    public record Link(String title, String url) {}
}
