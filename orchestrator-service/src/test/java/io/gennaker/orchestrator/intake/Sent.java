package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.orchestrator.execution.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Keeps what was sent and which timers are set.
final class Sent implements Outgoing {
    final List<Message> messages = new ArrayList<>();
    final Set<String> timers = new HashSet<>();
    final Map<ExecutionId, Instant> startBy = new HashMap<>();
    final Map<String, Instant> places = new TreeMap<>();
    final Set<String> placesSoon = new TreeSet<>();
    final Map<ExecutionId, Instant> files = new HashMap<>();

    @Override
    public void send(Message message) {
        messages.add(message);
    }

    @Override
    public void setTimer(ExecutionId execution, Timer timer, Instant due) {
        cancelTimer(execution, timer);
        timers.add(execution + "/" + timer.name());
        if (timer instanceof Timer.StartBy) {
            startBy.put(execution, due);
        }
    }

    @Override
    public void cancelTimer(ExecutionId execution, Timer timer) {
        String own = execution + "/";
        timers.removeIf(set -> set.startsWith(own) && timer.replaces(set.substring(own.length())));
    }

    @Override
    public void cancelTimers(ExecutionId execution) {
        timers.removeIf(timer -> timer.startsWith(execution + "/"));
    }

    @Override
    public void fillPlaces(String pipeline, Instant due) {
        places.put(pipeline, due);
    }

    @Override
    public void fillPlacesSoon(String pipeline, Instant now) {
        placesSoon.add(pipeline);
    }

    @Override
    public void expectFiles(ExecutionId execution, Instant due) {
        files.put(execution, due);
    }

    /// Messages of a type, in their order.
    <M extends Message> List<M> of(Class<M> type) {
        return messages.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
