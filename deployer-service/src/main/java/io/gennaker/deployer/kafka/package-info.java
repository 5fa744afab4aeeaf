/// Commands in, events out: messages become operations, operations run tasks.
///
/// Start at [DeploymentCommands] and [DeploymentOperations].
@NullMarked
package io.gennaker.deployer.kafka;

import org.jspecify.annotations.NullMarked;
