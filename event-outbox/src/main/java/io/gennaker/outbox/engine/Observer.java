package io.gennaker.outbox.engine;

import io.gennaker.contracts.MessageType;

/// Hears what the engine did, to count it. Called after the commit.
public interface Observer {
    void handled(MessageType type);

    /// A message came again and was ignored.
    void ignored(MessageType type);

    void deadLettered();

    static Observer none() {
        return new Observer() {
            @Override
            public void handled(MessageType type) {}

            @Override
            public void ignored(MessageType type) {}

            @Override
            public void deadLettered() {}
        };
    }
}
