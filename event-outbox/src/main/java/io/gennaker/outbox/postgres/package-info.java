/// The store on PostgreSQL: plain SQL over JDBC, in the schema that is current for the connection.
///
/// Start at [PostgresStore]; [Replica] is the process's standing connection, over which replicas wake each other and
/// agree on who relays. The tables are made by `db/outbox/V1__inbox_outbox_operations_timers.sql`.
@NullMarked
package io.gennaker.outbox.postgres;

import org.jspecify.annotations.NullMarked;
