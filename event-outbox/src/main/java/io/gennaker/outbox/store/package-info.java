/// What the engine needs of a database: four tables and a transaction over them.
///
/// Start at [Store]. Every implementation passes the same suite of tests.
@NullMarked
package io.gennaker.outbox.store;

import org.jspecify.annotations.NullMarked;
