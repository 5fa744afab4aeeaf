/// How a write changes an object: merge patch, JSON patch, strategic merge patch, and server-side apply with its record
/// of who owns which field. Entry points: [io.gennaker.playground.cluster.patch.Patches] and
/// [io.gennaker.playground.cluster.patch.ServerSideApply].
@NullMarked
package io.gennaker.playground.cluster.patch;

import org.jspecify.annotations.NullMarked;
