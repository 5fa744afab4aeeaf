package io.gennaker.trigger.registry;

import io.gennaker.contracts.HealthKind;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.LastAnswer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// How registries answered last, those that are configured and those that images led to.
@Singleton
public class RegistryHealth implements HealthProbe {
    private static final int MOST = 100;

    private final Map<String, LastAnswer> answers = new ConcurrentSkipListMap<>();

    RegistryHealth(RegistriesConfig config) {
        config.all().keySet().forEach(this::of);
    }

    LastAnswer of(String host) {
        return answers.size() < MOST || answers.containsKey(host)
                ? answers.computeIfAbsent(host, _ -> new LastAnswer())
                : new LastAnswer();
    }

    @Override
    public List<Finding> look() {
        return answers.entrySet().stream()
                .map(registry -> registry.getValue()
                        .finding(
                                HealthKind.REGISTRY,
                                registry.getKey(),
                                "gennaker.registries.\"" + registry.getKey() + "\" names its address and credentials"))
                .toList();
    }
}
