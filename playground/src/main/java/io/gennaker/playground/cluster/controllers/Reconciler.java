package io.gennaker.playground.cluster.controllers;

import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// Brings one kind of object closer to what is wanted. Looks at the state as it is, never at the change that woke it,
/// so looking once too often does no harm.
interface Reconciler {

    /// The objects to look at because of a change.
    Collection<ObjectKey> concerns(Change change);

    /// Looks at one object, which may be gone, and does what is to be done now.
    ///
    /// @return when to look again even if nothing changes
    Optional<Instant> reconcile(ObjectKey key);
}
