package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import java.util.Optional;

/// Where people see more.
@FunctionalInterface
public interface Links {
    /// Address of an execution's page; empty where the console's is not configured.
    Optional<String> execution(ExecutionId id);
}
