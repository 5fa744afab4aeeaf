package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.console.testing.Delivery;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Verdict;
import io.gennaker.contracts.testing.Samples;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class EvidenceApiTest {
    private static final EvidenceEvent.Reported SAMPLE =
            (EvidenceEvent.Reported) Samples.message(MessageType.ANALYSIS_REPORTED);
    private static final Instant JUDGED = Instant.parse("2019-10-21T09:40:14Z");
    private static TestBus bus;
    private static Api api;

    private final String namespace = "n-" + UUID.randomUUID().toString().substring(0, 8);

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
    void shouldShowTheNumbersThatWereJudgedWhenTheReportHasTheFormOfTheSample() {
        // Given
        Delivery delivery = accepted();
        bus.publish(reported(delivery, Verdict.FAIL, JUDGED));

        // When
        JsonNode report = report(delivery).path("report");

        // Then
        JsonNode errors = report.path("metrics").get(0);
        assertThat(report.path("verdict").asText()).isEqualTo("Fail");
        assertThat(report.path("scores")).hasSize(2);
        assertThat(errors.path("canaryValues")).hasSize(12);
        assertThat(errors.path("trail").get(11).path("lower").asDouble()).isPositive();
        assertThat(report.path("metrics").get(1).path("shift").path("upper").asDouble())
                .isEqualTo(1.9);
        assertThat(report.path("metrics").get(1).path("baselineValues").get(4).isNull())
                .isTrue();
    }

    @Test
    void shouldCompareWithReleasesOfTheWorkloadThatPassedBefore() {
        // Given
        Delivery oldest = accepted();
        Delivery failed = accepted();
        Delivery newest = accepted();
        Delivery now = accepted();
        bus.publish(reported(oldest, Verdict.PASS, JUDGED.minus(Duration.ofDays(2))));
        bus.publish(reported(failed, Verdict.FAIL, JUDGED.minus(Duration.ofDays(1))));
        bus.publish(reported(newest, Verdict.PASS, JUDGED.minus(Duration.ofHours(1))));
        bus.publish(reported(now, Verdict.PASS, JUDGED));

        // When
        JsonNode earlier = report(now).path("earlier");

        // Then
        assertThat(earlier)
                .extracting(release -> release.path("executionId").asText())
                .containsExactly(newest.execution().value(), oldest.execution().value());
        assertThat(earlier.get(0).path("means").path("latency-p95").isNumber()).isTrue();
        assertThat(earlier.get(0).path("images")).hasSize(1);
    }

    @Test
    void shouldSayWhereToLookWhenThereIsNoReport() {
        // Given
        Delivery delivery = accepted();

        // When
        var answer = api.get(path(delivery));

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).contains("gennaker canary report " + delivery.execution() + "/production");
    }

    private EvidenceEvent reported(Delivery delivery, Verdict verdict, Instant at) {
        String text = SAMPLE.report()
                .text()
                .replace(SAMPLE.executionId().value(), delivery.execution().value())
                .replace("\"namespace\":\"shop\"", "\"namespace\":\"" + namespace + "\"")
                .replace("\"judgedAt\":\"2019-10-21T09:40:14Z\"", "\"judgedAt\":\"" + at + "\"");
        return new EvidenceEvent.Reported(
                delivery.execution(),
                delivery.operation("production", "analyse-10"),
                "production",
                namespace,
                "shop",
                verdict,
                40,
                CompressedText.of(text),
                at);
    }

    private static JsonNode report(Delivery delivery) {
        api.awaitStatus(path(delivery), 200);
        return api.get(path(delivery)).json();
    }

    private static String path(Delivery delivery) {
        return "/api/executions/" + delivery.execution() + "/reports/production/analyse-10/1";
    }

    private static Delivery accepted() {
        Delivery delivery = Delivery.of("shop-" + UUID.randomUUID().toString().substring(0, 8), "1")
                .accepted();
        delivery.events().forEach(bus::publish);
        api.awaitExecution(delivery.execution(), seen -> seen.has("pipeline"));
        return delivery;
    }
}
