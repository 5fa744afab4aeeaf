/// Istio's routing objects, on top of any [io.gennaker.deployer.task.Cluster].
///
/// Start at [IstioRoutes].
@NullMarked
package io.gennaker.deployer.istio;

import org.jspecify.annotations.NullMarked;
