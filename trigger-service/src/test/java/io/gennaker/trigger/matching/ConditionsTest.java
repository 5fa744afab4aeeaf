package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Facts that are no image's, held against triggers as users write them.
class ConditionsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private final InMemoryTriggerStore store = new InMemoryTriggerStore();
    private final List<Resolutions.Pending> requested = new ArrayList<>();
    private final List<Message> sent = new ArrayList<>();
    private final Triggering triggering =
            new Triggering(store, requested::add, (pipeline, trigger, due) -> {}, Duration.ofMinutes(10));

    private TriggerLine take(String trigger, TriggerEvent.FactReceived fact) throws UnreadableDefinition {
        store.triggers.addAll(TriggerReader.triggersOf("shop.yaml", """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop}
                spec:
                  parameters: [{name: mode, type: string, default: fast}]
                  artifacts: [{name: app, image: us.gcr.io/acme/shop}]
                  triggers:
                    - %s
                  stages: [{id: pause, kind: wait, duration: 1s}]
                """.formatted(trigger)));
        return triggering
                .take(fact, NOON, sent::add)
                .event()
                .explanation()
                .outcomes()
                .getFirst();
    }

    private static TriggerEvent.FactReceived git(String action, String kind, String name) {
        return new TriggerEvent.FactReceived(
                FactKind.GIT,
                "webhook:github",
                "d1",
                Map.of("repository", "github.com/acme/shop", "action", action, kind, name),
                "{\"commits\":[{\"added\":[\"src/Shop.java\"],\"modified\":[\"README.md\"]}]}",
                NOON);
    }

    private static TriggerEvent.FactReceived call(String payload) {
        return new TriggerEvent.FactReceived(
                FactKind.WEBHOOK, "webhook:ci", "c1", Map.of("team", "shop"), payload, NOON);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            push | branch | main | branch: main | Started
            push | branch | main | branch: "release/*" | wanted branch release/*, found branch main
            push | branch | main | events: [release] | wanted release, found push
            push | branch | main | paths: ["src/*"] | Started
            push | branch | main | paths: ["docs/*", "*.md"] | Started
            push | branch | main | paths: ["docs/*"] | wanted a change in docs/*, found changes in src/Shop.java, README.md
            tag | tag | v2 | events: [tag], tag: "semver:>=2.0.0" | wanted tag semver:>=2.0.0, found tag v2
            tag | tag | v2.1.0 | events: [tag], tag: "semver:>=2.0.0" | Started
            release | tag | v2 | events: [push, release], branch: main | Started
            """)
    void shouldHoldGitFactsAgainstTheTrigger(String action, String kind, String name, String keys, String expected)
            throws Exception {
        // When
        TriggerLine line = take(
                "{name: main, type: git, repository: github.com/acme/shop, %s}".formatted(keys),
                git(action, kind, name));

        // Then
        assertThat(line.result() == TriggerResult.STARTED ? "Started" : line.detail())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            payload: {build.branch: main} | Started
            payload: {build.branch: "regex:rel.*"} | wanted build.branch regex:rel.*, found build.branch main
            payload: {build.number: "7"} | Started
            payload: {build.steps.name: test} | Started
            payload: {build.owner: ada} | wanted build.owner ada, found nothing at build.owner
            attributes: {team: shop} | Started
            attributes: {team: cart} | wanted team cart, found team shop
            attributes: {stage: prod} | wanted stage prod, found no stage
            when: event.payload.build.number > 6 | Started
            when: event.payload.build.number > 7 | wanted event.payload.build.number > 7, found that it is not true
            when: event.payload.missing == 1 | wanted event.payload.missing == 1, found
            """)
    void shouldHoldPayloadAndAttributesAgainstTheTerms(String keys, String expected) throws Exception {
        // When
        TriggerLine line = take(
                "{name: ci, type: webhook, source: ci, %s}".formatted(keys),
                call(
                        "{\"build\":{\"branch\":\"main\",\"number\":7,\"steps\":[{\"name\":\"lint\"},{\"name\":\"test\"}]}}"));

        // Then
        assertThat(line.result() == TriggerResult.STARTED ? "Started" : line.detail())
                .startsWith(expected);
    }

    @Test
    void shouldMapAnEventToParametersAndArtifacts() throws Exception {
        // When
        take(
                "{name: ci, type: webhook, source: ci, parameters: {mode: 'm-${{ event.payload.mode }}'}, artifacts:"
                        + " {app: '${{ event.payload.image }}'}}",
                call("{\"mode\":\"slow\",\"image\":\"us.gcr.io/acme/shop:v2@%s\"}".formatted(DIGEST)));

        // Then
        var start = (ExecutionCommand.Start) sent.getFirst();
        assertThat(start.parameters()).containsExactly(Map.entry("mode", "m-slow"));
        assertThat(start.artifacts())
                .containsExactly(new Artifact("app", ImageReference.parse("us.gcr.io/acme/shop:v2@" + DIGEST)));
        assertThat(start.trigger().kind()).isEqualTo("webhook");
    }

    @Test
    void shouldRefuseAnImageOfAnotherRepository() throws Exception {
        // When
        TriggerLine line = take(
                "{name: ci, type: webhook, source: ci, artifacts: {app: '${{ event.payload.image }}'}}",
                call("{\"image\":\"evil.io/acme/shop:v2@%s\"}".formatted(DIGEST)));

        // Then
        assertThat(line.result()).isEqualTo(TriggerResult.NOT_MATCHED);
        assertThat(line.detail()).contains("allowed: an image of us.gcr.io/acme/shop");
    }
}
