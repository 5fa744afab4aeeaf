package io.gennaker.trigger.matching;

import io.gennaker.pipeline.definition.FreezeDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// All triggers by what they wait for: matching an event costs nothing for pipelines that it does not concern. Beside
/// them the freezes, to say what waits for the end of one, and the pipelines whose triggers are not known here.
public final class TriggerIndex {
    private final Map<Concern, List<PipelineTrigger>> byConcern;
    private final List<FreezeDefinition> freezes;
    private final Map<String, String> applications;
    private final Set<String> unreadable;

    /// @param unreadable pipelines whose definitions are there and cannot be read
    public TriggerIndex(
            Collection<PipelineTrigger> triggers, Collection<FreezeDefinition> freezes, Collection<String> unreadable) {
        this.byConcern = triggers.stream().collect(Collectors.groupingBy(PipelineTrigger::concern));
        this.freezes = List.copyOf(freezes);
        this.unreadable = Set.copyOf(unreadable);
        this.applications = freezes.isEmpty()
                ? Map.of()
                : triggers.stream()
                        .collect(Collectors.toMap(
                                PipelineTrigger::pipeline, PipelineTrigger::application, (one, same) -> one));
    }

    public List<PipelineTrigger> of(Concern concern) {
        return byConcern.getOrDefault(concern, List.of());
    }

    /// Whether a pipeline's definition is there and cannot be read, so that nobody here knows its triggers.
    public boolean isUnreadable(String pipeline) {
        return unreadable.contains(pipeline);
    }

    /// The freeze that holds a pipeline, as far as it is known here: the orchestrator decides.
    public Optional<FreezeDefinition.InForce> freeze(String pipeline, Instant at) {
        return Optional.ofNullable(applications.get(pipeline))
                .flatMap(application -> FreezeDefinition.inForce(freezes, application, at));
    }
}
