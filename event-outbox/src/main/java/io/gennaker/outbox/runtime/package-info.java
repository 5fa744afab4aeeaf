/// Puts engine, store and bus together and runs them, in whatever container or none.
///
/// Start at [OutboxRuntime].
@NullMarked
package io.gennaker.outbox.runtime;

import org.jspecify.annotations.NullMarked;
