/// The read model in Postgres. Start at [PostgresViews].
@NullMarked
package io.gennaker.console.postgres;

import org.jspecify.annotations.NullMarked;
