package io.gennaker.cli.benchmark.engine;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Executions that wait: every other one for an answer that nobody gives, the others for a timer of a week.
final class Crowd {
    private static final int OF_ONE_PIPELINE = 1000;
    /// So many are asked for before the first of them has begun.
    private static final int AT_ONCE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NAME = "crowd-";

    private Crowd() {}

    static int pipelines(int executions) {
        return (executions + OF_ONE_PIPELINE - 1) / OF_ONE_PIPELINE;
    }

    /// @param apply takes the name and the document of each pipeline
    static void define(int executions, BiConsumer<String, String> apply) {
        for (int i = 0; i < pipelines(executions); i++) {
            String stage =
                    i % 2 == 0 ? "{id: ask, kind: judgement, title: Go on?}" : "{id: rest, kind: wait, duration: 7d}";
            apply.accept(NAME + i, """
                    apiVersion: gennaker/v1
                    kind: Pipeline
                    metadata: {name: %s}
                    spec:
                      concurrency: {limit: %d, whenFull: queue}
                      timeout: 14d
                      stages: [%s]
                    """.formatted(NAME + i, OF_ONE_PIPELINE, stage));
        }
    }

    /// Starts them; returns when all wait.
    static void gather(int executions, BenchBus bus) {
        try (var events = bus.reader(Topic.EXECUTION_EVENTS)) {
            int asked = 0;
            int begun = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (begun < executions) {
                for (; asked < Math.min(executions, begun + AT_ONCE); asked++) {
                    start(asked, executions, bus);
                }
                int before = begun;
                for (var record : events.poll(Duration.ofMillis(100))) {
                    boolean ours = new String(record.key(), StandardCharsets.UTF_8).startsWith(NAME);
                    if (ours) {
                        begun += (int) BenchBus.messages(record).stream()
                                .filter(message -> BenchBus.is(MessageType.EXECUTION_STARTED, message))
                                .count();
                    }
                }
                if (begun > before) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new CliFailure(
                            ExitCode.TIMEOUT,
                            begun + " of " + executions + " that are to wait have begun; no more for "
                                    + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    private static void start(int number, int executions, BenchBus bus) {
        String pipeline = NAME + number % pipelines(executions);
        String key = Integer.toString(number);
        bus.publish(
                new ExecutionCommand.Start(
                        ExecutionId.of(pipeline, key),
                        pipeline,
                        new TriggerInfo("manual", "bench", key, "bench", Map.of()),
                        Map.of(),
                        List.of(),
                        Instant.now(),
                        new Actor("bench", List.of("admin"))),
                null);
    }
}
