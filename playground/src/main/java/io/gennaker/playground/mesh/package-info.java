/// The simulated mesh of one cluster: a gateway that takes real HTTP requests and routes each by VirtualService,
/// DestinationRule, HTTPRoute and Service to a ready pod, and Istio's metrics about it.
/// Entry points: [io.gennaker.playground.mesh.Gateway] and [io.gennaker.playground.mesh.Routing].
@NullMarked
package io.gennaker.playground.mesh;

import org.jspecify.annotations.NullMarked;
