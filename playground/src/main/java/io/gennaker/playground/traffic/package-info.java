/// Real requests to the gateways of the simulated clusters, so that there is traffic to shift and to measure.
/// Entry point: [io.gennaker.playground.traffic.TrafficGenerator].
@NullMarked
package io.gennaker.playground.traffic;

import org.jspecify.annotations.NullMarked;
