package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class ExecutionsApiTest {
    private static TestBus bus;
    private static Api api;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
        api = Api.asAdmin();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldTellTheWholeExecutionWhenItsEventsCame() {
        // Given
        Delivery delivery = Delivery.takenBack(pipeline(), "1");

        // When
        delivery.events().forEach(bus::publish);

        // Then
        JsonNode execution = api.awaitExecution(
                delivery.execution(),
                seen -> seen.has("finishedAt")
                        && seen.path("trafficSplits").size() == 3
                        && seen.path("verdicts").size() == 2);
        assertThat(execution.path("status").asText()).isEqualTo("Failed");
        assertThat(execution.at("/trafficSplits/0/split/canary").asInt()).isEqualTo(10);
        assertThat(execution.at("/trafficSplits/0/observed/requests").asInt()).isEqualTo(812);
        assertThat(execution.at("/verdicts/1/verdict").asText()).isEqualTo("Fail");
        assertThat(execution.at("/stages/1/steps/8/id").asText()).isEqualTo("restore-traffic");
        assertThat(execution.fieldNames())
                .toIterable()
                .contains(
                        "id",
                        "pipeline",
                        "status",
                        "reason",
                        "artifacts",
                        "acceptedAt",
                        "startedAt",
                        "finishedAt",
                        "stages",
                        "trafficSplits",
                        "verdicts",
                        "judgements",
                        "jobLogs",
                        "progress");
    }

    @Test
    void shouldGivePagesNewestFirstWhenThereAreMoreThanAsked() {
        // Given
        String pipeline = pipeline();
        Instant begin = Instant.parse("2020-01-31T12:00:00Z");
        List<Delivery> deliveries = List.of(
                Delivery.of(pipeline, "1", begin).accepted(),
                Delivery.of(pipeline, "2", begin.plusSeconds(1)).accepted(),
                Delivery.of(pipeline, "3", begin.plusSeconds(1)).accepted(),
                Delivery.of(pipeline, "4", begin.plusSeconds(2)).accepted());
        for (Delivery delivery : deliveries.reversed()) {
            delivery.events().forEach(bus::publish);
            api.awaitExecution(delivery.execution(), seen -> seen.has("startedAt"));
        }

        // When
        JsonNode first = api.get("/api/executions?limit=2&pipeline=" + pipeline).json();
        JsonNode second = api.get("/api/executions?limit=2&pipeline=" + pipeline + "&before="
                        + first.get(1).path("id").asText())
                .json();

        // Then
        assertThat(ids(first)).hasSize(2).startsWith(id(deliveries.get(3)));
        assertThat(ids(second)).hasSize(2).endsWith(id(deliveries.get(0)));
        assertThat(Stream.concat(ids(first).stream(), ids(second).stream()))
                .containsExactlyInAnyOrderElementsOf(
                        deliveries.stream().map(ExecutionsApiTest::id).toList());
        assertThat(first.get(0).path("images").get(0).asText()).startsWith("us.gcr.io/acme/shop:v2@sha256:");
        assertThat(ids(api.get("/api/executions?status=running&pipeline=" + pipeline)
                        .json()))
                .hasSize(4);
        assertThat(ids(api.get("/api/executions?status=TimedOut&pipeline=" + pipeline)
                        .json()))
                .isEmpty();
    }

    @Test
    void shouldAskOnceForOneExecutionWhenStartIsRepeated() {
        // Given
        String pipeline = definedPipeline();
        String image = "us.gcr.io/acme/shop:v2@" + Digest.of("v2");
        String body = """
                {"parameters": {"replicas": "3"}, "artifacts": {"shop": "%s"}, "idempotencyKey": "k-1"}
                """.formatted(image);

        // When
        Api.Answer first = api.post("/api/pipelines/" + pipeline + "/executions", body);
        List<Future<Api.Answer>> again;
        try (var nine = Executors.newVirtualThreadPerTaskExecutor()) {
            again = IntStream.range(0, 9)
                    .mapToObj(_ -> nine.submit(() -> api.post("/api/pipelines/" + pipeline + "/executions", body)))
                    .toList();
        }

        // Then
        assertThat(first.status()).isEqualTo(202);
        assertThat(again)
                .hasSize(9)
                .allSatisfy(answer -> assertThat(answer.resultNow().json()).isEqualTo(first.json()));
        var command = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Start.class,
                start -> start.pipeline().equals(pipeline));
        assertThat(command.executionId().value())
                .isEqualTo(first.json().path("executionId").asText());
        assertThat(command.parameters()).containsExactly(Map.entry("replicas", "3"));
        assertThat(command.artifacts())
                .singleElement()
                .satisfies(artifact -> assertThat(artifact.image()).hasToString(image));
        assertThat(command.trigger().user()).isEqualTo("admin");
    }

    @Test
    void shouldStartAnotherExecutionWhenThereIsNoIdempotencyKey() {
        // Given
        String pipeline = definedPipeline();

        // When
        Api.Answer first = api.post("/api/pipelines/" + pipeline + "/executions", "{}");
        Api.Answer second = api.post("/api/pipelines/" + pipeline + "/executions", "{}");

        // Then
        assertThat(List.of(first.status(), second.status())).containsOnly(202);
        assertThat(second.json()).isNotEqualTo(first.json());
    }

    @Test
    void shouldRefuseStartWhenItIsWrong() {
        // Given
        String start = "/api/pipelines/" + definedPipeline() + "/executions";

        // When
        var unknown = api.post("/api/pipelines/nope/executions", "{}");
        var unpinned = api.post(start, "{\"artifacts\": {\"shop\": \"us.gcr.io/acme/shop:v2\"}}");
        var nothing = api.post(start, "{\"parameters\": {\"replicas\": null}}");
        var misspelt = api.post(start, "{\"parametres\": {}}");
        var mistyped = api.post(start, "{\"parameters\": [1]}");
        var broken = api.post(start, "{");

        // Then
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.message()).isEqualTo("no pipeline nope");
        assertThat(List.of(unpinned, nothing, misspelt, mistyped, broken))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400))
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("malformed"));
        assertThat(unpinned.message()).contains("artifact shop is 'us.gcr.io/acme/shop:v2'; a digest is needed");
        assertThat(nothing.message()).contains("parameters.replicas is null");
        assertThat(misspelt.message()).contains("parametres");
        assertThat(mistyped.message()).contains("at parameters");
    }

    @Test
    void shouldAskToCancelWhenExecutionRuns() {
        // Given
        Delivery delivery = Delivery.of(pipeline(), "1").accepted();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("startedAt"));

        // When
        Api.Answer answer =
                api.post("/api/executions/" + delivery.execution() + "/cancel", "{\"reason\": \"wrong image\"}");

        // Then
        assertThat(answer.status()).isEqualTo(202);
        var command = bus.awaitMessage(
                Topic.EXECUTION_COMMANDS,
                ExecutionCommand.Cancel.class,
                cancel -> cancel.executionId().equals(delivery.execution()));
        assertThat(command.reason()).isEqualTo("wrong image");
        assertThat(command.by()).isEqualTo(new Actor("admin", List.of("admin")));
    }

    @Test
    void shouldNotCancelWhenThereIsNothingToCancel() {
        // Given
        Delivery delivery = Delivery.takenBack(pipeline(), "1");
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("finishedAt"));

        // When
        var finished = api.post("/api/executions/" + delivery.execution() + "/cancel", "{}");
        var unknown = api.post("/api/executions/nope/cancel", "{}");

        // Then
        assertThat(finished.status()).isEqualTo(409);
        assertThat(finished.message()).contains("ended Failed at");
        assertThat(unknown.status()).isEqualTo(404);
    }

    @Test
    void shouldSayWhatIsAllowedWhenQueryIsWrong() {
        // When
        var limit = api.get("/api/executions?limit=many");
        var status = api.get("/api/executions?status=Sleeping");
        var before = api.get("/api/executions?before=nope");

        // Then
        assertThat(limit.status()).isEqualTo(400);
        assertThat(limit.message()).isEqualTo("limit is 'many'; allowed is 1 to 200");
        assertThat(before.message()).isEqualTo("before is 'nope'; allowed is the id of an execution");
        assertThat(status.status()).isEqualTo(400);
        assertThat(status.message()).startsWith("status is 'Sleeping'; allowed are Queued, Running");
    }

    private static String pipeline() {
        return "shop-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String definedPipeline() {
        String pipeline = pipeline();
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE,
                pipeline,
                Digest.of(pipeline),
                "pipeline.yaml",
                "kind: Pipeline",
                Map.of(),
                Delivery.DANA,
                Instant.parse("2019-10-21T09:26:41Z")));
        api.awaitStatus("/api/definitions/pipeline/" + pipeline, 200);
        return pipeline;
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(line -> line.path("id").asText())
                .toList();
    }

    private static String id(Delivery delivery) {
        ExecutionId id = delivery.execution();
        return id.value();
    }
}
