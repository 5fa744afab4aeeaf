package io.gennaker.playground.cluster.controllers;

import static io.gennaker.playground.cluster.controllers.ControlledCluster.condition;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// StatefulSets, DaemonSets, and quotas that keep pods from being made.
class SetControllersTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String SETS = "statefulsets.apps";

    @TempDir
    Path folder;

    private ControlledCluster cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new ControlledCluster(folder);
        cluster.image("acme/store:v1", Map.of("sim.gennaker.io/ready-after", "1s"));
        cluster.image("acme/store:v2", Map.of("sim.gennaker.io/ready-after", "1s"));
        cluster.image("acme/store:v3", Map.of("sim.gennaker.io/ready-after", "1s"));
    }

    private static ObjectNode set(String kind, String more) {
        return Yaml.object("""
                apiVersion: apps/v1
                kind: %s
                metadata: {name: store}
                spec:
                  %s
                  selector: {matchLabels: {app: store}}
                  template:
                    metadata: {labels: {app: store}}
                    spec: {terminationGracePeriodSeconds: 1, containers: [{name: app, image: "acme/store:v1"}]}
                """.formatted(kind, more));
    }

    private static void image(ObjectNode set) {
        image(set, "acme/store:v2");
    }

    private static void image(ObjectNode set, String image) {
        ((ObjectNode) set.at("/spec/template/spec/containers/0")).put("image", image);
    }

    private List<String> images() {
        return cluster.list("pods").stream()
                .map(pod -> pod.at("/metadata/name").asText() + " "
                        + pod.at("/spec/containers/0/image").asText())
                .toList();
    }

    @Test
    void shouldMakeNumberedPodsOneAfterAnother() throws Exception {
        // Given
        cluster.create(SETS, set("StatefulSet", "replicas: 3"));
        var present = new ArrayList<Integer>();

        // When
        cluster.pass(LONG_ENOUGH, () -> present.add(cluster.list("pods").size()));

        // Then
        assertThat(present).contains(1, 2, 3).isSorted();
        assertThat(images()).containsExactly("store-0 acme/store:v1", "store-1 acme/store:v1", "store-2 acme/store:v1");
        assertThat(cluster.read(SETS, "store")
                        .path("status")
                        .path("readyReplicas")
                        .asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "DaemonSet"})
    void shouldNumberTemplatesAndGiveOneThatComesBackTheNextNumber(String kind) throws Exception {
        // Given
        var resource = kind.toLowerCase(Locale.ROOT) + "s.apps";
        cluster.create(resource, set(kind, "revisionHistoryLimit: 1"));
        cluster.pass(LONG_ENOUGH);
        cluster.change(resource, "store", changed -> image(changed, "acme/store:v2"));
        cluster.pass(LONG_ENOUGH);
        var before = revisions();

        // When
        cluster.change(resource, "store", changed -> image(changed, "acme/store:v1"));
        cluster.pass(LONG_ENOUGH);
        var back = revisions();
        cluster.change(resource, "store", changed -> image(changed, "acme/store:v3"));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(before).containsExactlyInAnyOrder("1 acme/store:v1", "2 acme/store:v2");
        assertThat(back).containsExactlyInAnyOrder("3 acme/store:v1", "2 acme/store:v2");
        assertThat(revisions()).containsExactlyInAnyOrder("3 acme/store:v1", "4 acme/store:v3");
    }

    private List<String> revisions() {
        return cluster.list("controllerrevisions.apps").stream()
                .map(revision -> revision.path("revision").asInt() + " "
                        + revision.at("/data/spec/template/spec/containers/0/image")
                                .asText())
                .toList();
    }

    @Test
    void shouldReplaceFromTheHighestDownToThePartition() throws Exception {
        // Given
        cluster.create(SETS, set("StatefulSet", "replicas: 3"));
        cluster.change(
                SETS,
                "store",
                set -> set.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 1));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.change(SETS, "store", SetControllersTest::image);
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(images()).containsExactly("store-0 acme/store:v1", "store-1 acme/store:v2", "store-2 acme/store:v2");
        var status = cluster.read(SETS, "store").path("status");
        assertThat(status.path("updatedReplicas").asInt()).isEqualTo(2);
        assertThat(status.path("currentRevision").asText())
                .isNotEqualTo(status.path("updateRevision").asText());
    }

    @Test
    void shouldTakeTheHighestAwayFirstWhenItShrinks() throws Exception {
        // Given
        cluster.create(SETS, set("StatefulSet", "replicas: 3"));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.change(SETS, "store", set -> set.withObject("/spec").put("replicas", 1));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(images()).containsExactly("store-0 acme/store:v1");
    }

    @Test
    void shouldRunOnePodOfTheNewestTemplateOnTheNode() throws Exception {
        // Given
        cluster.create("daemonsets.apps", set("DaemonSet", "minReadySeconds: 0"));
        cluster.pass(LONG_ENOUGH);

        // When
        cluster.change("daemonsets.apps", "store", SetControllersTest::image);
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(images()).singleElement().asString().endsWith("acme/store:v2");
        var status = cluster.read("daemonsets.apps", "store").path("status");
        assertThat(status.path("updatedNumberScheduled").asInt()).isEqualTo(1);
        assertThat(status.path("numberAvailable").asInt()).isEqualTo(1);
    }

    @Test
    void shouldSayThatTheQuotaIsUsedUpAndGoOnWhenItGrows() throws Exception {
        // Given
        cluster.create(
                "resourcequotas",
                Yaml.object("{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {pods: 1}}}"));
        cluster.create("deployments.apps", Yaml.deployment("shop", 2, "acme/store:v1"));
        cluster.pass(LONG_ENOUGH);
        var refused = cluster.read("deployments.apps", "shop");

        // When
        cluster.change(
                "resourcequotas", "q", quota -> quota.withObject("/spec/hard").put("pods", 2));
        cluster.pass(LONG_ENOUGH);

        // Then
        assertThat(condition(refused, "ReplicaFailure", "message")).contains("exceeded quota: q");
        assertThat(cluster.eventReasons()).contains("FailedCreate");
        var grown = cluster.read("deployments.apps", "shop");
        assertThat(condition(grown, "ReplicaFailure", "status")).isEmpty();
        assertThat(grown.path("status").path("availableReplicas").asInt()).isEqualTo(2);
    }
}
