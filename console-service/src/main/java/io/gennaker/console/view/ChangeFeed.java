package io.gennaker.console.view;

import java.util.function.Consumer;

/// Hears of changes that any replica made.
public interface ChangeFeed {
    /// Subject when it is not known what changed.
    String EVERYTHING = "*";

    /// Subject when definitions changed. Not an execution's id: those have no colon.
    String DEFINITIONS = "definitions:";

    /// Subject when a token was revoked.
    String TOKENS = "tokens:";

    /// Subject when somebody told of the health of something.
    String HEALTH = "health:";

    /// Prefix of the subject when a graph changed; cluster and namespace follow, with a slash between them.
    String GRAPH = "graph:";

    /// Prefix of the subject when it is known what became of an answer; its request id follows.
    String ANSWER = "answer:";

    /// Calls `listener` with the subject of each change after its commit: an execution's id or one of the above.
    /// Listeners must be quick.
    ///
    /// @return ends the listening
    Runnable listen(Consumer<String> listener);
}
