package io.gennaker.outbox.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Operations and who runs them. Leases are measured by the clock of the store, which all replicas share.
///
/// Methods that take a [Lease] return false, and change nothing, when that lease is no longer the operation's.
public interface OperationTable {
    /// Records an operation that is due at once.
    ///
    /// @return false when the id was there already, ended or not
    boolean insert(NewOperation operation);

    CancelOutcome requestCancel(String id);

    /// Takes operations that are due or whose lease has run out, oldest first, under a lease of their own. Passes over
    /// those that another transaction is claiming.
    List<ClaimedOperation> claim(String owner, Duration lease, int limit);

    /// Prolongs leases. Waits for no other transaction: one busy operation must not cost the others their leases.
    ///
    /// @return those that are still held
    List<HeldLease> renew(Collection<Lease> leases, Duration duration);

    /// Records progress and prolongs the lease.
    boolean checkpoint(Lease lease, String state, Duration duration);

    /// Records progress and gives the lease back until `resumeAt`.
    boolean pause(Lease lease, String state, Instant resumeAt);

    /// Ends the operation.
    boolean complete(Lease lease);

    /// Gives the lease back; the operation is due at once.
    boolean release(Lease lease);

    /// Gives the lease back after a failure; the operation is due again after `wait`.
    boolean retryAfter(Lease lease, Duration wait, String reason);

    /// How long until an operation is due or a lease runs out; not negative, empty when there is none.
    Optional<Duration> untilNext();

    /// Forgets at most `limit` operations that ended longer than `age` ago.
    ///
    /// @return how many
    int forget(Duration age, int limit);
}
