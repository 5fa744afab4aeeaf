package io.gennaker.outbox.testing;

import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;

/// Keeps what was sent, in order. Refuses what the real one would refuse.
public final class InMemoryOutbox implements Outbox {
    private final List<Message> sent = new ArrayList<>();

    @Override
    public synchronized void send(Message message) {
        MessageCodec.value(message);
        sent.add(message);
    }

    public synchronized List<Message> sent() {
        return List.copyOf(sent);
    }

    public synchronized <M extends Message> List<M> sent(Class<M> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    synchronized void forgetAllAfter(int count) {
        sent.subList(count, sent.size()).clear();
    }
}
