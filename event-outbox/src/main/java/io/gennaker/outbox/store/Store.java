package io.gennaker.outbox.store;

/// The tables of one service and the transaction that covers them.
///
/// A method of a table that is called inside [Transactions#call] belongs to that transaction; outside of one it is a
/// transaction by itself.
public record Store(
        Transactions transactions,
        InboxTable inbox,
        OutboxTable outbox,
        OperationTable operations,
        TimerTable timers,
        Announcements announcements) {}
