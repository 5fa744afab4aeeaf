/// The playground: everything that the local default needs in place of real infrastructure. Entry point of the
/// simulated clusters: [io.gennaker.playground.SimulatedClusters].
@NullMarked
package io.gennaker.playground;

import org.jspecify.annotations.NullMarked;
