package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Starts that wait for files. All methods act in the running transaction; whoever changes those of a pipeline holds
/// its places.
public interface WaitingStarts {
    /// Told of pipelines that are about to be asked about, to look for all of them together.
    void expectAny(Collection<String> pipelines);

    /// Whether any of a pipeline waits.
    boolean any(String pipeline);

    /// Those of a pipeline in the order in which they came.
    List<WaitingStart> of(String pipeline);

    Optional<WaitingStart> find(ExecutionId id);

    void add(WaitingStart start, Instant at);

    void save(WaitingStart start);

    void remove(ExecutionId id);
}
