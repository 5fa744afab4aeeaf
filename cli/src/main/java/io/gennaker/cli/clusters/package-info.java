/// What a cluster must grant the deployer. Start at [DeployerRights].
@NullMarked
package io.gennaker.cli.clusters;

import org.jspecify.annotations.NullMarked;
