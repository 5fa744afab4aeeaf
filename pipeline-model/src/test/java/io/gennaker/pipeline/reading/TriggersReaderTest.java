package io.gennaker.pipeline.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.FactKind;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Schedule;
import io.gennaker.pipeline.definition.TextPattern;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggersReaderTest {
    private static String pipeline(String trigger) {
        return """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  parameters: [{name: mode, type: string, default: fast}]
                  artifacts: [{name: shop, image: us.gcr.io/acme/shop}]
                  triggers:
                    - %s
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """.formatted(trigger);
    }

    private static Trigger trigger(String trigger) {
        var read = (ReadResult.Read) Definitions.read("shop.yaml", pipeline(trigger));
        return ((PipelineDefinition) read.documents().getFirst().definition())
                .triggers()
                .getFirst();
    }

    @Test
    void shouldReadAGitTrigger() {
        assertThat(trigger("{name: main, type: git, repository: github.com/acme/shop, events: [push, release],"
                        + " branch: 'release/*', paths: ['src/*']}"))
                .isEqualTo(new Trigger.Git(
                        Trigger.Terms.none("main"),
                        "github.com/acme/shop",
                        Set.of(Trigger.GitAction.PUSH, Trigger.GitAction.RELEASE),
                        TextPattern.parse("release/*"),
                        TextPattern.ANY,
                        List.of(TextPattern.parse("src/*"))));
    }

    @Test
    void shouldReadTheTermsOfAWebhookTrigger() {
        assertThat(trigger("{name: ci, type: webhook, source: ci, when: 'event.payload.ok == true', payload:"
                        + " {build.branch: main}, attributes: {team: 'regex:a|b'}, parameters: {mode: '${{"
                        + " event.payload.mode }}'}, artifacts: {shop: '${{ event.payload.image }}'}, quiet: 30s}"))
                .isEqualTo(new Trigger.Fact(
                        new Trigger.Terms(
                                "ci",
                                true,
                                "event.payload.ok == true",
                                Map.of("build.branch", TextPattern.parse("main")),
                                Map.of("team", TextPattern.parse("regex:a|b")),
                                Map.of("mode", new Value.Text("${{ event.payload.mode }}")),
                                Map.of("shop", "${{ event.payload.image }}"),
                                Duration.ofSeconds(30)),
                        FactKind.WEBHOOK,
                        "ci"));
    }

    @Test
    void shouldReadACronTrigger() {
        assertThat(trigger("{name: nightly, type: cron, schedule: '30 3 * * MON-FRI', zone: Europe/Berlin, misfire:"
                        + " run, jitter: 5m}"))
                .isEqualTo(new Trigger.Cron(
                        Trigger.Terms.none("nightly"),
                        new Schedule("30 3 * * MON-FRI", ZoneId.of("Europe/Berlin")),
                        Trigger.Misfire.RUN,
                        Duration.ofMinutes(5)));
    }

    @Test
    void shouldReadAPipelineTrigger() {
        assertThat(trigger("{name: built, type: pipeline, pipeline: shop-build, statuses: [Failed, TimedOut]}"))
                .isEqualTo(new Trigger.Ended(
                        Trigger.Terms.none("built"),
                        "shop-build",
                        Set.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {name: a, type: git, repository: https://github.com/acme/shop} | a repository with host
            {name: a, type: git, repository: github.com/acme/shop, events: [fork]} | push, tag, release
            {name: a, type: webhook, source: ci, image: x} | enabled, when
            {name: a, type: webhook, source: ci, when: evnt.payload.x} | the names event
            {name: a, type: webhook, source: ci, when: size(event.payload)} | an expression that gives true or false
            {name: a, type: webhook, source: ci, when: event.body.x} | attributes, image, kind, payload
            {name: a, type: webhook, source: ci, parameters: {size: 1}} | allowed: mode
            {name: a, type: webhook, source: ci, artifacts: {cart: x}} | allowed: shop
            {name: a, type: webhook, source: ci, payload: {a: "regex:("}} | a regular expression as RE2 knows it
            {name: a, type: cron, schedule: every day} | five fields of cron
            {name: a, type: cron, schedule: "0 3 * * *", zone: Berlin} | a time zone such as
            {name: a, type: cron, schedule: "0 3 * * *", jitter: 2h} | at most 1h
            {name: a, type: pipeline, pipeline: b, statuses: [Done]} | Succeeded, Failed, Cancelled, TimedOut
            {name: a} | registry, git, webhook
            """)
    void shouldSayWhatIsAllowed(String trigger, String allowed) {
        // When
        ReadResult result = Definitions.read("shop.yaml", pipeline(trigger));

        // Then
        assertThat(((ReadResult.Invalid) result).problems())
                .extracting(Problem::text)
                .singleElement()
                .asString()
                .contains(allowed);
    }
}
