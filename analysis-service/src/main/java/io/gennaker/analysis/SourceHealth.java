package io.gennaker.analysis;

import io.gennaker.contracts.HealthKind;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.LastAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// How the stores of metrics answered last.
final class SourceHealth implements HealthProbe {
    private static final String ADVICE =
            "look at the address and the credentials of this source; an analysis waits for it until its deadline";

    private final Map<String, LastAnswer> answers = new ConcurrentSkipListMap<>();

    LastAnswer of(String source) {
        return answers.computeIfAbsent(source, _ -> new LastAnswer());
    }

    @Override
    public List<Finding> look() {
        return answers.entrySet().stream()
                .map(source -> source.getValue().finding(HealthKind.METRICS, source.getKey(), ADVICE))
                .toList();
    }
}
