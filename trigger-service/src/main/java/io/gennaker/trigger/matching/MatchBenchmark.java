package io.gennaker.trigger.matching;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Measures how long one event is matched where many pipelines wait for other images. A program: prints one JSON array.
public final class MatchBenchmark {
    private static final int WARM_UP = 20_000;
    private static final int MATCHES = 20_000;
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private MatchBenchmark() {}

    /// Arguments: numbers of pipelines.
    public static void main(String[] arguments) {
        var results = new ArrayList<String>();
        for (String pipelines : arguments) {
            results.add(measure(Integer.parseInt(pipelines)));
        }
        System.out.println("[" + String.join(",", results) + "]");
    }

    private static String measure(int pipelines) {
        long begun = System.nanoTime();
        List<PipelineTrigger> triggers = IntStream.range(0, pipelines)
                .parallel()
                .mapToObj(MatchBenchmark::triggers)
                .flatMap(List::stream)
                .toList();
        long read = System.nanoTime();
        var index = new TriggerIndex(triggers, List.of(), List.of());
        long indexed = System.nanoTime();
        int matched = 0;
        for (int i = 0; i < WARM_UP; i++) {
            matched += Matcher.match(event(i, pipelines), index).size();
        }
        long[] nanos = new long[MATCHES];
        for (int i = 0; i < MATCHES; i++) {
            Event event = event(i, pipelines);
            long before = System.nanoTime();
            List<Outcome> outcomes = Matcher.match(event, index);
            nanos[i] = System.nanoTime() - before;
            matched += outcomes.size();
        }
        if (matched != WARM_UP + MATCHES) {
            throw new IllegalStateException("each event concerns one pipeline, found " + matched);
        }
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "{\"pipelines\":%d,\"readMillis\":%d,\"indexMillis\":%d,\"matches\":%d,\"medianMicros\":%.2f,"
                        + "\"p99Micros\":%.2f,\"maxMicros\":%.2f}",
                pipelines,
                (read - begun) / 1_000_000,
                (indexed - read) / 1_000_000,
                MATCHES,
                nanos[MATCHES / 2] / 1e3,
                nanos[MATCHES / 100 * 99] / 1e3,
                nanos[MATCHES - 1] / 1e3);
    }

    private static List<PipelineTrigger> triggers(int number) {
        try {
            return TriggerReader.triggersOf("bench.yaml", definition(number));
        } catch (UnreadableDefinition impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Event event(int number, int pipelines) {
        return Event.of(new TriggerEvent.ImageChanged(
                "bench",
                "e" + number,
                RegistryAction.INSERT,
                ImageReference.parse("registry.acme.io/app-" + number % pipelines + ":v1." + number + ".0@" + DIGEST),
                Map.of(),
                Instant.EPOCH));
    }

    private static String definition(int number) {
        return """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: app-%d}
                spec:
                  artifacts: [{name: app, image: registry.acme.io/app-%d}]
                  triggers:
                    - {name: pushed, type: registry, image: registry.acme.io/app-%d, tag: "v*", when: event.image.tag != "latest"}
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """.formatted(number, number, number);
    }
}
