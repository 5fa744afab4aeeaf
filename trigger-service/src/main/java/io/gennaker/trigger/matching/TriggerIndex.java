package io.gennaker.trigger.matching;

import io.gennaker.pipeline.definition.FreezeDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All triggers by what they wait for: matching an event costs nothing for pipelines that it does not concern. Beside
/// them the freezes, to say what waits for the end of one.
public final class TriggerIndex {
    private final Map<Concern, List<PipelineTrigger>> byConcern;
    private final List<FreezeDefinition> freezes;
    private final Map<String, String> applications;

    public TriggerIndex(Collection<PipelineTrigger> triggers, Collection<FreezeDefinition> freezes) {
        this.byConcern = triggers.stream().collect(Collectors.groupingBy(PipelineTrigger::concern));
        this.freezes = List.copyOf(freezes);
        this.applications = freezes.isEmpty()
                ? Map.of()
                : triggers.stream()
                        .collect(Collectors.toMap(
                                PipelineTrigger::pipeline, PipelineTrigger::application, (one, same) -> one));
    }

    public List<PipelineTrigger> of(Concern concern) {
        return byConcern.getOrDefault(concern, List.of());
    }

    /// The freeze that holds a pipeline, as far as it is known here: the orchestrator decides.
    public Optional<FreezeDefinition.InForce> freeze(String pipeline, Instant at) {
        return Optional.ofNullable(applications.get(pipeline))
                .flatMap(application -> FreezeDefinition.inForce(freezes, application, at));
    }
}
