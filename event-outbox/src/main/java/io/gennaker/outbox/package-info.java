/// How every service talks without losing or repeating: inbox, state and outbox in one transaction.
///
/// Start at [MessageHandler] (what a service does with a message), [Outbox] (what it sends), [UnitOfWork] (a
/// transaction that did not begin with a message), [Operations] (long work under a lease) and [Timers].
@NullMarked
package io.gennaker.outbox;

import org.jspecify.annotations.NullMarked;
