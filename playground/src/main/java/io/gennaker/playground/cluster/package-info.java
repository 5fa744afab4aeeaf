/// A simulated Kubernetes cluster in this process: objects in a file, an API server that `kubectl` and client libraries
/// work with, and controllers that make deployments, jobs and pods progress.
/// Entry point: [io.gennaker.playground.cluster.SimulatedCluster].
@NullMarked
package io.gennaker.playground.cluster;

import org.jspecify.annotations.NullMarked;
