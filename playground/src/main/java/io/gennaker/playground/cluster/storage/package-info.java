/// Where a simulated cluster keeps its objects: one version counter, the current objects, a bounded history for
/// watches, and an append-only file that survives a kill. Entry point:
/// [io.gennaker.playground.cluster.storage.ObjectStore].
@NullMarked
package io.gennaker.playground.cluster.storage;

import org.jspecify.annotations.NullMarked;
