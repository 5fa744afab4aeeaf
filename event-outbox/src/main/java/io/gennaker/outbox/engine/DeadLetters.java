package io.gennaker.outbox.engine;

import io.gennaker.contracts.Topic;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import java.time.Instant;
import java.util.ArrayList;

/// Makes dead letters: the record as received, with what happened to it in headers of its own.
final class DeadLetters {
    static final String PREFIX = "gennaker-dead-letter-";
    private static final int LONGEST_REASON = 2000;

    private final String service;

    DeadLetters(String service) {
        this.service = service;
    }

    BusRecord of(Received record, String reason, Instant at) {
        var headers = new ArrayList<>(record.headers());
        // a dead letter that was sent back and failed again tells its newest story only
        headers.removeIf(header -> header.name().startsWith(PREFIX));
        headers.add(header("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
        headers.add(header("topic", record.topic()));
        headers.add(header("partition", Integer.toString(record.partition())));
        headers.add(header("offset", Long.toString(record.offset())));
        headers.add(header("service", service));
        headers.add(header("at", at.toString()));
        return new BusRecord(Topic.DEAD_LETTERS.topicName(), record.key(), headers, record.value());
    }

    private static Header header(String name, String value) {
        return Header.of(PREFIX + name, value);
    }
}
