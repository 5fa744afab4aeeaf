/// Kubernetes objects as plain immutable trees, so that everything that is decided about them stays pure.
///
/// Start at [Resource] (one object) and [Value] (a node of its tree).
@NullMarked
package io.gennaker.deployer.resource;

import org.jspecify.annotations.NullMarked;
