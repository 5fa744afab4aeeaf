package io.gennaker.trigger.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKindTest {
    private static final String D = Calls.DIGEST;

    private static TriggerEvent fact(SourceKind kind, Call call) throws UnreadableCall {
        return kind.read(call).facts().getFirst();
    }

    static Stream<Arguments> pushes() {
        return Stream.of(
                Arguments.of(SourceKind.REGISTRY, Calls.registry(), "e2", "registry.acme.io:5000/acme/shop:v2@" + D),
                Arguments.of(
                        SourceKind.DOCKER_HUB,
                        Calls.dockerHub(),
                        "docker.io/acme/shop:v2@1795435198",
                        "docker.io/acme/shop:v2"),
                Arguments.of(SourceKind.GITHUB_PACKAGES, Calls.githubPackage(), "d1", "ghcr.io/acme/shop:v2@" + D),
                Arguments.of(SourceKind.QUAY, Calls.quay(), "v2@" + Calls.quay().madeUpId(), "quay.io/acme/shop:v2"),
                Arguments.of(
                        SourceKind.HARBOR,
                        Calls.harbor(),
                        "INSERT harbor.acme.io/team/shop:v2@" + D + "@1795435199",
                        "harbor.acme.io/team/shop:v2@" + D),
                Arguments.of(
                        SourceKind.PUBSUB,
                        Calls.pubsub("{\"action\":\"INSERT\",\"digest\":\"us.gcr.io/acme/shop@DIGEST\","
                                + "\"tag\":\"us.gcr.io/acme/shop:v2\"}"),
                        "m1",
                        "us.gcr.io/acme/shop:v2@" + D));
    }

    @ParameterizedTest
    @MethodSource("pushes")
    void shouldReadThePushOfAnImage(SourceKind kind, Call call, String id, String image) throws Exception {
        // When
        Reading reading = kind.read(call);

        // Then
        assertThat(reading.facts()).singleElement().isInstanceOfSatisfying(TriggerEvent.ImageChanged.class, event -> {
            assertThat(event.source()).isEqualTo("webhook:team");
            assertThat(event.eventId()).isEqualTo(id);
            assertThat(event.action()).isEqualTo(RegistryAction.INSERT);
            assertThat(event.image()).isEqualTo(ImageReference.parse(image));
        });
    }

    @Test
    void shouldLeaveLayersAndPullsOfARegistryOut() throws Exception {
        assertThat(SourceKind.REGISTRY.read(Calls.registry()).ignored())
                .containsExactly(
                        "push of application/octet-stream", "pull of application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void shouldTakeTheOtherEventsOfARegistryWhenOneCannotBeRead() throws Exception {
        // Given
        String text = Calls.registry().text();
        Call call = Calls.call(
                Map.of(),
                text.replaceFirst(
                        "\\{\\s*\"id\": \"e1\"",
                        "{\"id\": \"e0\", \"action\": \"delete\","
                                + " \"target\": {\"repository\": \"A b\", \"tag\": \"v1\"}}, {\"id\": \"e1\""));

        // When
        Reading reading = SourceKind.REGISTRY.read(call);

        // Then
        assertThat(reading.facts()).singleElement().isInstanceOf(TriggerEvent.ImageChanged.class);
        assertThat(reading.ignored()).hasSize(3).element(0).asString().contains("A b");
    }

    static Stream<Arguments> gitFacts() {
        String revision = "832b83664c1f0c6d0c3a2a4a7bb1d3b0a8f1d7c2";
        return Stream.of(
                Arguments.of(
                        SourceKind.GITHUB,
                        Calls.githubPush("refs/heads/release/2"),
                        "d2",
                        Map.of(
                                "repository", "github.com/acme/shop",
                                "action", "push",
                                "branch", "release/2",
                                "revision", revision,
                                "user", "ada")),
                Arguments.of(
                        SourceKind.GITHUB,
                        Calls.githubPush("refs/tags/v2"),
                        "d2",
                        Map.of(
                                "repository", "github.com/acme/shop",
                                "action", "tag",
                                "tag", "v2",
                                "revision", revision,
                                "user", "ada")),
                Arguments.of(
                        SourceKind.GITHUB,
                        Calls.githubRelease(),
                        "d3",
                        Map.of(
                                "repository", "github.com/acme/shop",
                                "action", "release",
                                "tag", "v2",
                                "branch", "main",
                                "prerelease", "false",
                                "user", "ada")),
                Arguments.of(
                        SourceKind.GITLAB,
                        Calls.gitlabPush(),
                        "k1",
                        Map.of(
                                "repository", "gitlab.acme.io/team/shop",
                                "action", "push",
                                "branch", "main",
                                "revision", revision,
                                "user", "ada")),
                Arguments.of(
                        SourceKind.GITLAB,
                        Calls.gitlabRelease(),
                        "u2",
                        Map.of(
                                "repository", "gitlab.acme.io/team/shop",
                                "action", "release",
                                "tag", "v2",
                                "revision", "832b8366")));
    }

    @ParameterizedTest
    @MethodSource("gitFacts")
    void shouldReadWhatHappenedInAGitHost(SourceKind kind, Call call, String id, Map<String, String> attributes)
            throws Exception {
        assertThat(fact(kind, call))
                .isEqualTo(new TriggerEvent.FactReceived(
                        FactKind.GIT, "webhook:team", id, attributes, call.text(), Calls.NOON));
    }

    @Test
    void shouldLeaveADeletedBranchOut() throws Exception {
        // Given
        Call call = Calls.call(
                Map.of("x-github-event", "push"),
                "{\"ref\":\"refs/heads/old\",\"after\":\"%s\"}".formatted("0".repeat(40)));

        // Then
        assertThat(SourceKind.GITHUB.read(call)).isEqualTo(Reading.nothing("refs/heads/old was deleted"));
    }

    @Test
    void shouldReadAnyCallUnderTheKeyThatItsCallerGave() throws Exception {
        assertThat(fact(SourceKind.WEBHOOK, Calls.call(Map.of("idempotency-key", "build-7"), "{\"a\":1}")))
                .isEqualTo(new TriggerEvent.FactReceived(
                        FactKind.WEBHOOK, "webhook:team", "build-7", Map.of(), "{\"a\":1}", Calls.NOON));
    }

    @Test
    void shouldReadAnyMessageOfASubscription() throws Exception {
        assertThat(fact(SourceKind.PUBSUB, Calls.pubsub("{\"name\":\"backup\"}")))
                .isEqualTo(new TriggerEvent.FactReceived(
                        FactKind.MESSAGE,
                        "webhook:team",
                        "m1",
                        Map.of("team", "shop"),
                        "{\"name\":\"backup\"}",
                        Instant.parse("2026-11-23T11:59:59Z")));
    }

    static Stream<Call> cdEvents() {
        return Stream.of(
                Calls.cdEvent("application/cdevents+json", "%s"),
                Calls.cdEvent(
                        "application/cloudevents+json; charset=utf-8",
                        "{\"specversion\":\"1.0\",\"id\":\"c1\",\"type\":\"x\",\"source\":\"/ci\",\"data\":%s}"));
    }

    @ParameterizedTest
    @MethodSource("cdEvents")
    void shouldReadACdEventInBothModes(Call call) throws Exception {
        assertThat(fact(SourceKind.CDEVENTS, call)).isInstanceOfSatisfying(TriggerEvent.FactReceived.class, fact -> {
            assertThat(fact.kind()).isEqualTo(FactKind.CDEVENT);
            assertThat(fact.source()).isEqualTo("cdevents:team");
            assertThat(fact.eventId()).isEqualTo("/ci/c1");
            assertThat(fact.attributes())
                    .containsEntry("type", "dev.cdevents.testsuiterun.finished.0.2.0")
                    .containsEntry("subject", "suite-1");
        });
    }

    @Test
    void shouldReadAPublishedArtifactAsARegistryWouldTellIt() throws Exception {
        assertThat(fact(SourceKind.CDEVENTS, Calls.cdEventOfAnImage()))
                .isInstanceOfSatisfying(
                        TriggerEvent.ArtifactPublished.class,
                        event -> assertThat(event.subject().id()).isEqualTo("us.gcr.io/acme/shop:v2@" + D));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsNoObject(SourceKind kind) {
        // Given
        Call call = Calls.call(
                Map.of("x-github-event", kind == SourceKind.GITHUB ? "push" : "package", "x-gitlab-event", "Push Hook"),
                "[1]");

        // Then
        assertThatThrownBy(() -> kind.read(call))
                .isInstanceOf(UnreadableCall.class)
                .hasMessageContaining("no JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"push_data\":{\"tag\":\"a b\"},\"repository\":{\"repo_name\":\"acme/shop\"}}",
                "{\"push_data\":{\"tag\":\"v1\"},\"repository\":{\"repo_name\":\"../etc\"}}",
                "{\"push_data\":{}}",
            })
    void shouldRefuseWhatIsNoImage(String body) {
        assertThatThrownBy(() -> SourceKind.DOCKER_HUB.read(Calls.call(Map.of(), body)))
                .isInstanceOf(UnreadableCall.class);
    }
}
