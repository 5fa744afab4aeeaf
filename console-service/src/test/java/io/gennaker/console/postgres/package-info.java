/// Tests of what is kept in PostgreSQL. Start at [RetentionTest].
@NullMarked
package io.gennaker.console.postgres;

import org.jspecify.annotations.NullMarked;
