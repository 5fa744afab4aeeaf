/// Definitions, events and starts in Postgres. Start at [PostgresTriggers].
@NullMarked
package io.gennaker.trigger.postgres;

import org.jspecify.annotations.NullMarked;
