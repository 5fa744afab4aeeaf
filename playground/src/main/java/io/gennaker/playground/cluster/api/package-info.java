/// The HTTP face of a simulated cluster, as `kubectl` and Kubernetes client libraries expect it.
/// Entry point: [io.gennaker.playground.cluster.api.ApiServer].
@NullMarked
package io.gennaker.playground.cluster.api;

import org.jspecify.annotations.NullMarked;
