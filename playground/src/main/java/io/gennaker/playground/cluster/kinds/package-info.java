/// The kinds that a simulated cluster serves, the built-in ones and those added by custom resource definitions.
/// Entry point: [io.gennaker.playground.cluster.kinds.KindCatalog].
@NullMarked
package io.gennaker.playground.cluster.kinds;

import org.jspecify.annotations.NullMarked;
