package io.gennaker.trigger.matching;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All triggers by what they wait for: matching an event costs nothing for pipelines that it does not concern.
public final class TriggerIndex {
    private final Map<Concern, List<PipelineTrigger>> byConcern;

    public TriggerIndex(Collection<PipelineTrigger> triggers) {
        this.byConcern = triggers.stream().collect(Collectors.groupingBy(PipelineTrigger::concern));
    }

    public List<PipelineTrigger> of(Concern concern) {
        return byConcern.getOrDefault(concern, List.of());
    }
}
