/// What is to be written to a cluster, worked out before anything is: which objects, in which order, under which names.
///
/// Start at [Manifests] (what may be applied), [ReleaseObjects] and [Variants] (what is applied).
@NullMarked
package io.gennaker.deployer.plan;

import org.jspecify.annotations.NullMarked;
