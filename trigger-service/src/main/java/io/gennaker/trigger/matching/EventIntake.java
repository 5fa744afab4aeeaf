package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerEvent;
import java.util.function.Consumer;

/// Where messages of the bus come in, each as part of the caller's transaction.
public interface EventIntake {
    /// @throws IllegalArgumentException when the event says nothing that can be matched
    Taken within(TriggerEvent event, Consumer<Message> send);

    /// @return whether the event is still kept
    boolean replay(TriggerCommand.Replay replay, Consumer<Message> send);

    /// Follows executions to their ends, which start other pipelines.
    void follow(ExecutionEvent event, Consumer<Message> send);
}
