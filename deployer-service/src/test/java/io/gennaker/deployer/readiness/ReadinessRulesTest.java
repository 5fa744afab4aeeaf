package io.gennaker.deployer.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadinessRulesTest {
    private static final String READY = "ready";

    /// What an object without surroundings is: the kind, its spec and status, and the reason to wait (or `ready`).
    static Stream<Arguments> table() {
        return Stream.of(
                row("apps/v1", "Deployment", "{replicas: 2}", deployment(2, 2, 2), READY),
                row("apps/v1", "Deployment", "{replicas: 2}", "{}", "not yet seen by its controller"),
                row("apps/v1", "Deployment", "{replicas: 0}", "{observedGeneration: 1}", READY),
                row("apps/v1", "Deployment", "{replicas: 5}", deployment(5, 5, 2), "2 of 5 available"),
                row("apps/v1", "Deployment", "{replicas: 5}", deployment(3, 5, 4), "3 of 5 updated, 4 available"),
                row(
                        "apps/v1",
                        "Deployment",
                        "{replicas: 5}",
                        deployment(5, 6, 5),
                        "5 updated, 1 old pod is still there"),
                row("apps/v1", "Deployment", "{replicas: 5, paused: true}", deployment(0, 5, 5), "it is paused"),
                row("apps/v1", "ReplicaSet", "{replicas: 1}", "{observedGeneration: 1, availableReplicas: 1}", READY),
                row("apps/v1", "ReplicaSet", "{replicas: 1}", "{observedGeneration: 1}", "0 of 1 available"),
                row("apps/v1", "StatefulSet", "{replicas: 2}", statefulSet(2, 2, "a", "a"), READY),
                row("apps/v1", "StatefulSet", "{replicas: 2}", statefulSet(1, 2, "a", "a"), "1 of 2 available"),
                row("apps/v1", "StatefulSet", "{replicas: 2}", statefulSet(2, 1, "a", "b"), "1 of 2 updated"),
                row(
                        "apps/v1",
                        "StatefulSet",
                        "{replicas: 3, updateStrategy: {rollingUpdate: {partition: 2}}}",
                        statefulSet(3, 1, "a", "b"),
                        READY),
                row("apps/v1", "StatefulSet", "{updateStrategy: {type: OnDelete}}", statefulSet(1, 0, "a", "b"), READY),
                row("apps/v1", "DaemonSet", "{}", daemonSet(3, 3, 3), READY),
                row("apps/v1", "DaemonSet", "{}", daemonSet(3, 2, 3), "2 of 3 updated"),
                row("apps/v1", "DaemonSet", "{}", daemonSet(3, 3, 1), "1 of 3 available"),
                row("batch/v1", "Job", "{}", "{conditions: [{type: Complete, status: 'True'}]}", READY),
                row("batch/v1", "Job", "{}", "{conditions: [{type: Complete, status: 'False'}]}", "waits for its pod"),
                row("batch/v1", "Job", "{}", "{active: 1, failed: 2}", "1 running, 2 failed"),
                row("batch/v1", "Job", "{}", "{conditions: [{type: Suspended, status: 'True'}]}", "it is suspended"),
                row("batch/v1", "Job", "{}", "{conditions: [{type: Suspended, status: 'False'}]}", "waits for its pod"),
                row("batch/v1", "CronJob", "{}", "{}", READY),
                row(
                        "apiextensions.k8s.io/v1",
                        "CustomResourceDefinition",
                        "{}",
                        "{conditions: [{type: Established, status: 'True'}]}",
                        READY),
                row("apiextensions.k8s.io/v1", "CustomResourceDefinition", "{}", "{}", "it is not established yet"),
                row(
                        "example.org/v1",
                        "Database",
                        "{}",
                        "{conditions: [{type: Ready, status: 'True', observedGeneration: 0}]}",
                        "its condition is still of an earlier generation"),
                row("v1", "Pod", "{}", "{phase: Running, conditions: [{type: Ready, status: 'True'}]}", READY),
                row("v1", "Pod", "{}", "{phase: Running}", "running, not ready"),
                row("v1", "Pod", "{}", "{phase: Succeeded}", READY),
                row("v1", "Pod", "{}", "{}", "pending"),
                row("v1", "Service", "{type: ClusterIP}", "{}", READY),
                row("v1", "Service", "{type: LoadBalancer}", "{}", "its load balancer has no address yet"),
                row("v1", "Service", "{type: LoadBalancer}", "{loadBalancer: {ingress: [{ip: 10.0.0.1}]}}", READY),
                row("v1", "PersistentVolumeClaim", "{}", "{phase: Bound}", READY),
                row("v1", "PersistentVolumeClaim", "{}", "{phase: Pending}", "it is Pending"),
                row("v1", "ConfigMap", "{}", "{}", READY),
                row("autoscaling/v2", "HorizontalPodAutoscaler", "{}", "{}", "not yet seen"),
                row(
                        "autoscaling/v2",
                        "HorizontalPodAutoscaler",
                        "{}",
                        "{conditions: [{type: AbleToScale, status: 'True'}, {type: ScalingActive, status: 'False',"
                                + " reason: FailedGetResourceMetric, message: no metrics}]}",
                        "ScalingActive is False: FailedGetResourceMetric, no metrics"),
                row(
                        "autoscaling/v2",
                        "HorizontalPodAutoscaler",
                        "{}",
                        "{conditions: [{type: AbleToScale, status: 'True'}]}",
                        READY),
                row("networking.k8s.io/v1", "Ingress", "{}", "{}", "it has no address yet"),
                row("networking.k8s.io/v1", "Ingress", "{}", "{loadBalancer: {ingress: [{ip: 10.0.0.1}]}}", READY),
                row("networking.k8s.io/v1", "NetworkPolicy", "{}", "{}", READY),
                row("networking.istio.io/v1", "VirtualService", "{}", "{}", READY),
                row("example.com/v1", "Database", "{}", "{}", READY),
                row("example.com/v1", "Database", "{}", "{conditions: [{type: Ready, status: 'True'}]}", READY),
                row(
                        "example.com/v1",
                        "Database",
                        "{}",
                        "{conditions: [{type: Available, status: 'False', reason: Starting}]}",
                        "Available is False: Starting"),
                row(
                        "example.com/v1",
                        "Database",
                        "{}",
                        "{observedGeneration: 0, conditions: [{type: Ready, status: 'True'}]}",
                        "not yet seen"));
    }

    private static Arguments row(String apiVersion, String kind, String spec, String status, String expected) {
        return Arguments.of(apiVersion, kind, spec, status, expected);
    }

    private static String deployment(int updated, int all, int available) {
        return "{observedGeneration: 1, updatedReplicas: " + updated + ", replicas: " + all + ", availableReplicas: "
                + available + "}";
    }

    private static String statefulSet(int ready, int updated, String current, String update) {
        return "{observedGeneration: 1, readyReplicas: " + ready + ", updatedReplicas: " + updated
                + ", currentRevision: " + current + ", updateRevision: " + update + "}";
    }

    private static String daemonSet(int wanted, int updated, int available) {
        return "{observedGeneration: 1, desiredNumberScheduled: " + wanted + ", updatedNumberScheduled: " + updated
                + ", numberAvailable: " + available + "}";
    }

    @ParameterizedTest(name = "{1} {2} {3}: {4}")
    @MethodSource("table")
    void shouldTellReadyFromWaiting(String apiVersion, String kind, String spec, String status, String expected) {
        // Given
        Resource object = Yaml.resource("{apiVersion: " + apiVersion + ", kind: " + kind
                + ", metadata: {name: x, uid: u, generation: 1}, spec: " + spec + ", status: " + status + "}");

        // When
        Readiness readiness = ReadinessRules.of(object, Surroundings.NONE);

        // Then
        if (expected.equals(READY)) {
            assertThat(readiness).isEqualTo(new Readiness.Ready());
        } else {
            assertThat(readiness)
                    .isInstanceOfSatisfying(
                            Readiness.Waiting.class,
                            waiting -> assertThat(waiting.reason()).startsWith(expected));
        }
    }

    @Test
    void shouldFailWhenAJobFailed() {
        Resource job = Yaml.resource("""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: migrate}
                status:
                  conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded, message: too often}]
                """);

        assertThat(ReadinessRules.of(job, Surroundings.NONE))
                .isEqualTo(new Readiness.Failed(FailureCode.JOB_FAILED, "BackoffLimitExceeded: too often"));
    }

    @Test
    void shouldFailWhenAVolumeIsLostOrAPodFailed() {
        Resource claim = Yaml.resource(
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: x}, status: {phase: Lost}}");
        Resource pod = Yaml.resource(
                "{apiVersion: v1, kind: Pod, metadata: {name: x}, status: {phase: Failed, message: evicted}}");

        assertThat(ReadinessRules.of(claim, Surroundings.NONE)).isInstanceOf(Readiness.Failed.class);
        assertThat(ReadinessRules.of(pod, Surroundings.NONE))
                .isEqualTo(new Readiness.Failed(FailureCode.NOT_READY, "failed: evicted"));
    }

    @Test
    void shouldWaitForWhatIsBeingRemoved() {
        Resource config = Yaml.resource(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: x, deletionTimestamp: '2026-01-01T00:00:00Z'}}");

        assertThat(ReadinessRules.of(config, Surroundings.NONE))
                .isEqualTo(new Readiness.Waiting("it is being removed"));
    }

    @Test
    void shouldExplainByThePodsOfTheNewestRevisionOnly() {
        // Given
        var surroundings = new Surroundings(
                List.of(
                        pod("shop-new-x", "rs-new", waiting("ImagePullBackOff", "manifest unknown", 0)),
                        pod("shop-old-y", "rs-old", waiting("CrashLoopBackOff", "", 9))),
                List.of(replicaSet("rs-new", "2"), replicaSet("rs-old", "1")),
                List.of(),
                Instant.EPOCH);

        // When
        Readiness readiness = ReadinessRules.of(shop(5, 5, 2, ""), surroundings);

        // Then
        assertThat(readiness).isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
            assertThat(waiting.reason())
                    .isEqualTo("2 of 5 available; pod shop-new-x: ImagePullBackOff, image shop:v9 not found");
            assertThat(waiting.symptoms()).extracting(Symptom::code).containsExactly(FailureCode.IMAGE_NOT_FOUND);
        });
    }

    @Test
    void shouldFailAtOnceWhenAContainerKeepsEnding() {
        var surroundings = new Surroundings(
                List.of(pod("shop-x", "rs-new", waiting("CrashLoopBackOff", "", 4))),
                List.of(replicaSet("rs-new", "2")),
                List.of(),
                Instant.EPOCH);

        assertThat(ReadinessRules.of(shop(1, 1, 0, ""), surroundings))
                .isInstanceOfSatisfying(Readiness.Failed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(FailureCode.CRASH_LOOP);
                    assertThat(failed.reason()).contains("pod shop-x: restarted 4 times");
                });
    }

    @Test
    void shouldSeeACrashLoopAsASymptomAtFirst() {
        var surroundings = new Surroundings(
                List.of(pod("shop-x", "rs-new", waiting("CrashLoopBackOff", "", 1))),
                List.of(replicaSet("rs-new", "2")),
                List.of(),
                Instant.EPOCH);

        assertThat(ReadinessRules.of(shop(1, 1, 0, ""), surroundings))
                .isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
                    assertThat(waiting.reason())
                            .isEqualTo(
                                    "0 of 1 available; pod shop-x: CrashLoopBackOff, Error with exit code 1, 1 restart");
                    assertThat(waiting.symptoms()).extracting(Symptom::code).containsExactly(FailureCode.CRASH_LOOP);
                });
    }

    @Test
    void shouldSeeUnschedulablePodsAsASymptom() {
        Resource pod = pod(
                "shop-x",
                "rs-new",
                "{phase: Pending, conditions: [{type: PodScheduled, status: 'False',"
                        + " reason: Unschedulable, message: 0/3 nodes are available}]}");
        var surroundings = new Surroundings(List.of(pod), List.of(replicaSet("rs-new", "2")), List.of(), Instant.EPOCH);

        assertThat(ReadinessRules.of(shop(1, 1, 0, ""), surroundings))
                .isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
                    assertThat(waiting.reason())
                            .isEqualTo("0 of 1 available; pod shop-x: Unschedulable, 0/3 nodes are available");
                    assertThat(waiting.symptoms()).extracting(Symptom::code).containsExactly(FailureCode.UNSCHEDULABLE);
                });
    }

    @Test
    void shouldTellQuotaFromAdmission() {
        String quota =
                "conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'pods \"x\" is"
                        + " forbidden: exceeded quota: small'}]";
        String admission = "conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate, message:"
                + " 'admission webhook denied the request'}]";

        assertThat(codes(shop(0, 0, 0, quota))).containsExactly(FailureCode.QUOTA_EXCEEDED);
        assertThat(codes(shop(0, 0, 0, admission))).containsExactly(FailureCode.REFUSED);
    }

    private static List<FailureCode> codes(Resource deployment) {
        return ((Readiness.Waiting) ReadinessRules.of(deployment, Surroundings.NONE))
                .symptoms().stream().map(Symptom::code).toList();
    }

    @Test
    void shouldFailWhenProgressTookTooLong() {
        String late = "conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]";

        assertThat(ReadinessRules.of(shop(1, 1, 0, late), Surroundings.NONE))
                .isInstanceOfSatisfying(Readiness.Failed.class, failed -> {
                    assertThat(failed.code()).isEqualTo(FailureCode.NOT_READY);
                    assertThat(failed.reason()).contains("0 of 1 available; no progress for longer");
                });
    }

    @Test
    void shouldUseOnlyWarningsOfThisTime() {
        // Given
        Resource set = Yaml.resource("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db, uid: db-uid, generation: 1}
                spec: {replicas: 1}
                status: {observedGeneration: 1}
                """);
        Resource old = warning("2026-01-01T00:00:00Z", "exceeded quota: yesterday");
        Resource now = warning("2026-01-02T00:00:00Z", "exceeded quota: today");

        // When
        Readiness readiness = ReadinessRules.of(
                set, new Surroundings(List.of(), List.of(), List.of(old, now), Instant.parse("2026-01-01T12:00:00Z")));

        // Then
        assertThat(readiness).isInstanceOfSatisfying(Readiness.Waiting.class, waiting -> {
            assertThat(waiting.reason()).contains("today").doesNotContain("yesterday");
            assertThat(waiting.symptoms()).extracting(Symptom::code).containsExactly(FailureCode.QUOTA_EXCEEDED);
        });
    }

    private static Resource warning(String at, String message) {
        return Yaml.resource("{apiVersion: v1, kind: Event, metadata: {name: e}, reason: FailedCreate, lastTimestamp: '"
                + at + "', involvedObject: {uid: db-uid}, message: '" + message + "'}");
    }

    private static Resource shop(int updated, int all, int available, String conditions) {
        int replicas = Math.max(updated, 1);
        return Yaml.resource(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop, uid: shop-uid, generation: 3,"
                        + " annotations: {deployment.kubernetes.io/revision: '2'}}, spec: {replicas: " + replicas
                        + "}, status: {observedGeneration: 3, updatedReplicas: " + updated + ", replicas: " + all
                        + ", availableReplicas: " + available + ", " + conditions + "}}");
    }

    private static Resource replicaSet(String uid, String revision) {
        return Yaml.resource("{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: " + uid + ", uid: " + uid
                + ", annotations: {deployment.kubernetes.io/revision: '" + revision
                + "'}, ownerReferences: [{uid: shop-uid}]}}");
    }

    private static Resource pod(String name, String owner, String status) {
        return Yaml.resource("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", uid: " + name
                + ", ownerReferences: [{uid: " + owner + "}]}, status: " + status + "}");
    }

    private static String waiting(String reason, String message, int restarts) {
        return "{phase: Pending, containerStatuses: [{name: app, image: 'shop:v9', restartCount: " + restarts
                + ", state: {waiting: {reason: " + reason + ", message: '" + message
                + "'}}, lastState: {terminated: {reason: Error, exitCode: 1}}}]}";
    }
}
