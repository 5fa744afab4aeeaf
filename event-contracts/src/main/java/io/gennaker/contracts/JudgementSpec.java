package io.gennaker.contracts;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// A question to people and the rules for its answer.
///
/// @param instructions Markdown
/// @param users who may decide, by name
/// @param roles who may decide, by role; with both lists empty, anyone who is logged in
/// @param quorum approvals that are needed; one rejection rejects
/// @param requesterMayDecide whether the person who triggered the execution may decide
/// @param expiresAfter time after which the judgement ends by itself
/// @param onExpiry what the end by itself means
/// @param links evidence, for example the difference between the versions
public record JudgementSpec(
        String title,
        String instructions,
        List<String> users,
        List<String> roles,
        int quorum,
        boolean requesterMayDecide,
        Duration expiresAfter,
        Decision onExpiry,
        List<Link> links) {
    public JudgementSpec {
        Check.text("judgement title", title, 200);
        Check.between("quorum", quorum, 1, 20);
        Check.positive("expiry", expiresAfter);
        users = List.copyOf(users);
        roles = List.copyOf(roles);
        links = List.copyOf(links);
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
}
