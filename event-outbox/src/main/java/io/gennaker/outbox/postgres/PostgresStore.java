package io.gennaker.outbox.postgres;

import io.gennaker.outbox.store.Announcements;
import io.gennaker.outbox.store.Store;
import io.gennaker.outbox.store.Transactions;
import javax.sql.DataSource;

/// Makes the store of a service.
public final class PostgresStore {
    private PostgresStore() {}

    /// @param dataSource inside a transaction of `transactions` it must give the connection of that transaction
    public static Store over(DataSource dataSource, Transactions transactions, Announcements announcements) {
        var sql = new Sql(dataSource);
        return new Store(
                transactions,
                new PostgresInbox(sql),
                new PostgresOutbox(sql),
                new PostgresOperations(sql),
                new PostgresTimers(sql),
                announcements);
    }
}
