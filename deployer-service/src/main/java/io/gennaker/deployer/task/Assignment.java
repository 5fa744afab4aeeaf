package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import java.time.Instant;

/// A task and whose it is.
///
/// @param deadline when the asker stops waiting
public record Assignment(ExecutionId execution, OperationId operation, DeploymentTask task, Instant deadline) {}
