package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.DefinitionChanges;
import io.gennaker.orchestrator.intake.DefinitionVersion;
import io.gennaker.orchestrator.intake.Outgoing;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class PostgresDefinitionsTest {
    private final String name = "defined-" + UUID.randomUUID();

    @Inject
    PostgresDefinitions definitions;

    @Inject
    DefinitionChanges changes;

    @Inject
    DataSource dataSource;

    @Test
    void shouldFindThoseThatItExpectedAsTheTransactionLeftThem() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> {
            definitions.put(version(name + "-kept"));
            definitions.put(version(name + "-changed"));
            definitions.put(version(name + "-removed"));
        });
        var changed = version(name + "-changed", "replicas: 5");

        QuarkusTransaction.requiringNew().run(() -> {
            // When
            definitions.expect(
                    DefinitionKind.PIPELINE,
                    List.of(name + "-kept", name + "-changed", name + "-removed", name + "-never"));
            definitions.put(changed);
            definitions.remove(DefinitionKind.PIPELINE, name + "-removed");

            // Then
            assertThat(definitions.find(DefinitionKind.PIPELINE, name + "-kept"))
                    .contains(version(name + "-kept"));
            assertThat(definitions.find(DefinitionKind.PIPELINE, name + "-changed"))
                    .contains(changed);
            assertThat(definitions.find(DefinitionKind.PIPELINE, name + "-removed"))
                    .isEmpty();
            assertThat(definitions.find(DefinitionKind.PIPELINE, name + "-never"))
                    .isEmpty();
        });
    }

    @Test
    void shouldStoreAFileThatAnotherTransactionIsStoringToo() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given
            var other = QuarkusTransaction.requiringNew().call(() -> {
                definitions.put(version(name + "-1"));

                // When
                var storing = CompletableFuture.runAsync(
                        () -> QuarkusTransaction.requiringNew().run(() -> definitions.put(version(name + "-2"))),
                        threads);
                await().atMost(Duration.ofSeconds(60)).until(() -> waits("insert into content%"));
                return storing;
            });

            // Then
            assertThat(other).succeedsWithin(Duration.ofSeconds(60));
        }
        for (String one : new String[] {name + "-1", name + "-2"}) {
            assertThat(QuarkusTransaction.requiringNew()
                            .call(() -> definitions.find(DefinitionKind.PIPELINE, one))
                            .orElseThrow()
                            .files())
                    .containsEntry("values.yaml", "replicas: 3 # " + name);
        }
    }

    /// As a channel is moved while somebody puts one of its pipelines on a fixed version.
    @Test
    void shouldNotOverwriteWhatAnotherTransactionPutsInForceMeanwhile() {
        // Given
        String template = name + "-template";
        var followed = made(version(name), template, TemplateChannel.STABLE, "first");
        QuarkusTransaction.requiringNew().run(() -> definitions.put(followed));
        var pinned = made(version(name, "replicas: 9"), template, null, "pinned");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pinning = QuarkusTransaction.requiringNew().call(() -> {
                var moved = definitions.madeBy(template).getFirst();

                // When
                var other = CompletableFuture.runAsync(
                        () -> QuarkusTransaction.requiringNew().run(() -> definitions.put(pinned)), threads);
                await().atMost(Duration.ofSeconds(60)).until(() -> other.isDone() || waits("%definition%"));
                definitions.put(made(moved, template, TemplateChannel.STABLE, "second"));
                return other;
            });

            // Then
            assertThat(pinning).succeedsWithin(Duration.ofSeconds(60));
        }
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> definitions.find(DefinitionKind.PIPELINE, name))
                        .orElseThrow())
                .extracting(DefinitionVersion::expansion)
                .extracting(DefinitionVersion.Expansion::document)
                .isEqualTo("pinned");
    }

    @Test
    void shouldReleaseATemplateWhileAPipelineIsPutOnTheOtherChannel() {
        // Given
        String template = name + "-template";
        release(template, "1s", TemplateChannel.NEXT);
        var follower = made(version(name), template, TemplateChannel.NEXT, "first");
        QuarkusTransaction.requiringNew().run(() -> definitions.put(follower));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var releasing = QuarkusTransaction.requiringNew().call(() -> {
                definitions.lockChannel(template, TemplateChannel.NEXT);

                // When
                var other = CompletableFuture.runAsync(() -> release(template, "2s", TemplateChannel.STABLE), threads);
                await().atMost(Duration.ofSeconds(60)).until(() -> other.isDone() || waits("%template_channel%"));
                definitions.put(made(version(name), template, TemplateChannel.NEXT, "second"));
                return other;
            });

            // Then
            assertThat(releasing).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    private void release(String template, String pause, TemplateChannel channel) {
        String document = """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: %s}
                spec:
                  pipeline:
                    stages:
                      - {id: pause, kind: wait, duration: %s}
                """.formatted(template, pause);
        var command = new DefinitionCommand.Apply(
                DefinitionKind.PIPELINE_TEMPLATE,
                template,
                "template.yaml",
                document,
                Map.of(),
                new Actor("ann", List.of()),
                Instant.EPOCH,
                channel,
                null);
        var problems =
                QuarkusTransaction.requiringNew().call(() -> changes.apply(command, Instant.EPOCH, new Nowhere()));
        assertThat(problems).isEmpty();
    }

    /// For what does not matter who hears of it.
    private static final class Nowhere implements Outgoing {
        @Override
        public void send(Message message) {}

        @Override
        public void setTimer(ExecutionId execution, Timer timer, Instant due) {}

        @Override
        public void cancelTimer(ExecutionId execution, Timer timer) {}

        @Override
        public void cancelTimers(ExecutionId execution) {}

        @Override
        public void expectFiles(ExecutionId execution, Instant due) {}

        @Override
        public void fillPlaces(String pipeline, Instant due) {}

        @Override
        public void fillPlacesSoon(String pipeline, Instant now) {}
    }

    private static DefinitionVersion made(
            DefinitionVersion version, String template, @Nullable TemplateChannel channel, String document) {
        return version.with(
                new DefinitionVersion.Expansion(template, Digest.of(document), channel, document, version.files()));
    }

    private DefinitionVersion version(String pipeline) {
        return version(pipeline, "replicas: 3 # " + name);
    }

    private static DefinitionVersion version(String pipeline, String values) {
        return new DefinitionVersion(
                DefinitionKind.PIPELINE,
                pipeline,
                Digest.of(pipeline + values),
                "pipeline.yaml",
                "kind: Pipeline",
                Map.of("values.yaml", values),
                "ann",
                Instant.EPOCH);
    }

    private boolean waits(String statement) {
        return QuarkusTransaction.requiringNew()
                .call(() -> !new Sql(dataSource)
                        .query(
                                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like ?",
                                columns -> true,
                                statement)
                        .isEmpty());
    }
}
