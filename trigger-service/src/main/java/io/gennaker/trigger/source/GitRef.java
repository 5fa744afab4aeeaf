package io.gennaker.trigger.source;

import java.util.Optional;

/// What was pushed.
///
/// @param kind `branch` or `tag`
record GitRef(String kind, String name) {
    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";

    interface Then {
        Reading with(GitRef ref) throws UnreadableCall;
    }

    /// @param after revision that it has now: only zeros where it was deleted
    static Reading read(String ref, Optional<String> after, Then then) throws UnreadableCall {
        if (after.filter(revision -> revision.matches("0+")).isPresent()) {
            return Reading.nothing(ref + " was deleted");
        }
        if (ref.startsWith(BRANCH)) {
            return then.with(new GitRef("branch", ref.substring(BRANCH.length())));
        }
        return ref.startsWith(TAG)
                ? then.with(new GitRef("tag", ref.substring(TAG.length())))
                : Reading.nothing("push of " + ref);
    }

    String action() {
        return kind.equals("branch") ? "push" : "tag";
    }
}
