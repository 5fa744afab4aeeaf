/// Clusters through the fabric8 client.
///
/// Start at [KubeconfigClusters] (which clusters there are) and [FabricCluster] (one of them).
@NullMarked
package io.gennaker.deployer.kubernetes;

import org.jspecify.annotations.NullMarked;
