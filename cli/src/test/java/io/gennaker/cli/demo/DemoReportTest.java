package io.gennaker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.display.Samples;
import io.gennaker.cli.display.Style;
import io.gennaker.contracts.ImageReference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private static final ImageReference IMAGE = ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + "a".repeat(64));
    private static final Playground.Production PRODUCTION =
            new Playground.Production(IMAGE.pinned(), 12, List.of(), Map.of("release", 100));

    private static DemoReport report(long failed, String... problems) {
        return new DemoReport(
                List.of(
                        DemoReport.of(new Delivery(IMAGE, Samples.succeeded(), PRODUCTION)),
                        DemoReport.of(new Delivery(IMAGE, Samples.takenBack(), PRODUCTION))),
                failed,
                11_000,
                List.of(problems));
    }

    @Test
    void shouldHaveTheShapeThatScriptsRead() throws JsonProcessingException {
        // When
        JsonNode json = ConsoleClient.json().readTree(ConsoleClient.json().writeValueAsString(report(0)));

        // Then
        assertThat(json.path("failedRequests").asLong()).isZero();
        assertThat(json.path("deliveries")).hasSize(2);
        JsonNode good = json.path("deliveries").path(0);
        assertThat(good.path("pipeline").asText()).isEqualTo("shop");
        assertThat(good.path("executionId").asText()).isEqualTo(Samples.ID);
        assertThat(good.path("status").asText()).isEqualTo("Succeeded");
        assertThat(good.path("leadTime").asText()).isEqualTo("PT1M12.5S");
        assertThat(good.path("leadTimeSeconds").asDouble()).isEqualTo(72.5);
        JsonNode stage = good.path("stages").path(0);
        assertThat(stage.path("id").asText()).isEqualTo("schema");
        assertThat(stage.path("kind").asText()).isEqualTo("job");
        assertThat(stage.path("status").asText()).isEqualTo("Succeeded");
        assertThat(stage.path("startedAt").asText()).isEqualTo("2026-11-23T12:00:00.200Z");
        assertThat(stage.path("endedAt").asText()).isEqualTo("2026-11-23T12:00:02.300Z");
        assertThat(stage.path("steps")).hasSize(1);
        JsonNode split = good.path("trafficSplits").path(0);
        assertThat(split.path("release").asInt()).isEqualTo(80);
        assertThat(split.path("canary").asInt()).isEqualTo(10);
        assertThat(split.path("appliedAt").asText()).isNotEmpty();
        assertThat(split.path("confirmedAt").asText()).isNotEmpty();
        assertThat(split.path("observed").path("requests").asLong()).isEqualTo(412);
        JsonNode judgement = good.path("judgements").path(0);
        assertThat(judgement.path("outcome").asText()).isEqualTo("Approved");
        assertThat(judgement.path("decidedBy").path(0).asText()).isEqualTo("dana");
        JsonNode verdict = json.path("deliveries").path(1).path("verdicts").path(0);
        assertThat(verdict.path("verdict").asText()).isEqualTo("Fail");
        assertThat(verdict.path("score").asDouble()).isZero();
        assertThat(verdict.path("reasons")).hasSize(4);
    }

    @Test
    void shouldSumUpForPeopleWithinTheWidth() {
        // When
        List<String> lines = new DemoSummary(new Style(false), 70).lines(report(0));

        // Then
        assertThat(lines).allMatch(line -> line.length() <= 70);
        assertThat(String.join("\n", lines))
                .contains(
                        "✔ promoted  shop-4bf6c1a2d3e4  in 1 m 12 s",
                        "✖ failed, taken back  shop-4bf6c1a2d3e4  in 38.2 s",
                        "80/10/10 % (confirmed)",
                        "Approved by dana",
                        "canary 5.10 % against baseline 0.0 %",
                        "✔ 0 of 11,000 requests failed because of Gennaker");
    }

    @Test
    void shouldNotHideWhatIsNotAsExpected() {
        List<String> lines = new DemoSummary(new Style(false), 100).lines(report(3, "release runs the wrong image"));

        assertThat(lines)
                .contains("  ✖ 3 of 11,000 requests failed because of Gennaker", "  ✖ release runs the wrong image");
    }
}
