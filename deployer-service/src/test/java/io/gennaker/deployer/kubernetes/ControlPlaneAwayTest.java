package io.gennaker.deployer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.kubernetes.SafeDelivery.Asked;
import io.gennaker.deployer.testing.SimulatedClustersProcess;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// istiod goes away: the API server takes weights, and the proxies go on by those that they have. What a pipeline does
/// then follows from what its confirmation sees, which is observed here.
class ControlPlaneAwayTest {
    private static final TrafficSplit SHARE = TrafficSplit.even(20);

    private final SimulatedClustersProcess clusters = SimulatedClustersProcess.started();
    private SafeDelivery delivery;
    private ExecutionId execution;

    @BeforeEach
    void startVariants() {
        for (String version : new String[] {"v1", "v2"}) {
            clusters.push("registry.example/safety/shop:" + version, Map.of("ready-after", "100ms"));
        }
        delivery =
                new SafeDelivery(clusters, "away", TrafficSafetyTest.SUBSETS, TrafficSafetyTest.MESH, 100, Asked.HTTP);
        delivery.deployRelease();
        execution = delivery.execution();
        delivery.start(execution);
    }

    @AfterEach
    void end() {
        delivery.close();
        clusters.close();
    }

    @Test
    void shouldFailNoRequestWhenAShiftReachesNoProxyAndIsTakenBack() {
        // Given
        clusters.controlPlaneAway("one", true);

        // When
        delivery.shift(execution, SHARE);
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 100);
        delivery.back(execution);
        delivery.remove(execution);
        clusters.controlPlaneAway("one", false);

        // Then
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 100);
        assertThatNoneFailed();
    }

    /// The way back is confirmed before variants go, which is not the case until the control plane is there again.
    @Test
    void shouldServeWhatProxiesStillSendToTheVariantsUntilTheWayBackReachesThem() {
        // Given
        delivery.shift(execution, SHARE);
        delivery.observe(execution, SHARE, 100);
        clusters.controlPlaneAway("one", true);

        // When
        delivery.back(execution);
        delivery.observe(execution, SHARE, 200);
        clusters.controlPlaneAway("one", false);
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 100);
        delivery.remove(execution);

        // Then
        delivery.observe(execution, TrafficSplit.ALL_RELEASE, 100);
        assertThatNoneFailed();
    }

    private void assertThatNoneFailed() {
        JsonNode counts = delivery.counts();
        assertThat(counts.path("meshFailures").asLong()).as("%s", counts).isZero();
        assertThat(counts.path("applicationErrors").asLong()).as("%s", counts).isZero();
    }
}
