package io.gennaker.outbox.engine;

import io.gennaker.outbox.Replays;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import java.util.ArrayList;

/// Puts replays into the outbox of the running transaction.
public final class SentReplays implements Replays {
    @Override
    public void send(BusRecord record, String service, String replayId) {
        var headers = new ArrayList<>(record.headers());
        headers.removeIf(header -> header.name().startsWith(ReplayHeaders.PREFIX));
        headers.add(Header.of(ReplayHeaders.SERVICE, service));
        headers.add(Header.of(ReplayHeaders.ID, replayId));
        Units.current().sendAsIs(new BusRecord(record.topic(), record.key(), headers, record.value()));
    }
}
