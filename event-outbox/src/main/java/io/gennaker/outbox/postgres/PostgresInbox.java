package io.gennaker.outbox.postgres;

import static io.gennaker.outbox.postgres.Sql.texts;

import io.gennaker.outbox.store.InboxTable;
import io.gennaker.outbox.store.MessageIdentity;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

final class PostgresInbox implements InboxTable {
    private final Sql sql;

    PostgresInbox(Sql sql) {
        this.sql = sql;
    }

    /// Inserted in one order by every transaction, so that two replicas with overlapping batches wait for each other
    /// rather than lock each other out.
    @Override
    public Set<MessageIdentity> remember(Collection<MessageIdentity> messages) {
        if (messages.isEmpty()) {
            return Set.of();
        }
        var ordered = messages.stream()
                .distinct()
                .sorted(Comparator.comparing(MessageIdentity::source).thenComparing(MessageIdentity::id))
                .toList();
        return new LinkedHashSet<>(sql.query(
                """
                insert into gennaker_inbox (source, id)
                select source, id from unnest(?, ?) with ordinality as message (source, id, place) order by place
                on conflict do nothing
                returning source, id""",
                row -> new MessageIdentity(row.getString(1), row.getString(2)),
                texts(ordered.stream().map(MessageIdentity::source).toList()),
                texts(ordered.stream().map(MessageIdentity::id).toList())));
    }

    @Override
    public int forget(Duration age, int limit) {
        return sql.update("""
                delete from gennaker_inbox where ctid = any (array(
                    select ctid from gennaker_inbox
                    where handled_at < now() - make_interval(secs => ?)
                    order by handled_at limit ? for update skip locked))""", age, limit);
    }
}
