package io.gennaker.trigger.matching;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All triggers by image repository: matching an event costs nothing for pipelines that its image does not concern.
public final class TriggerIndex {
    private final Map<String, List<RegistryTrigger>> byRepository;

    public TriggerIndex(Collection<RegistryTrigger> triggers) {
        this.byRepository = triggers.stream()
                .collect(Collectors.groupingBy(trigger -> trigger.rule().repository()));
    }

    public List<RegistryTrigger> of(String repository) {
        return byRepository.getOrDefault(repository, List.of());
    }
}
