/// A real PostgreSQL from Maven Central artifacts, without an installation: unpacked once, with its data in a folder of
/// its own, reachable from this machine only. Start reading at [io.gennaker.playground.postgres.Database].
@NullMarked
package io.gennaker.playground.postgres;

import org.jspecify.annotations.NullMarked;
