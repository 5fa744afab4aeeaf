package io.gennaker.deployer.kubernetes;

import io.gennaker.deployer.testing.SimulatedClustersProcess;
import io.gennaker.deployer.testing.TestImages;
import io.gennaker.deployer.testing.TestImages.Image;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class SimulatedClusterTest {
    private static final String REGISTRY = "registry.example/test/";

    @BeforeAll
    static void pushImages() {
        var clusters = SimulatedClustersProcess.shared();
        clusters.push(REGISTRY + "good:1", Map.of("ready-after", "100ms"));
        clusters.push(REGISTRY + "good:2", Map.of("ready-after", "100ms"));
        clusters.push(REGISTRY + "crash:1", Map.of("crash", "true"));
        clusters.push(REGISTRY + "job:ok", Map.of("run-for", "200ms", "log", "migrated"));
        clusters.push(REGISTRY + "job:bad", Map.of("run-for", "200ms", "exit-code", "3", "log", "table missing"));
        clusters.push(REGISTRY + "job:long", Map.of("run-for", "10m"));
        clusters.push(REGISTRY + "job:outputs", Map.of("run-for", "100ms", "log", "{\"version\": 7}"));
        clusters.push(REGISTRY + "job:tests", Map.of("run-for", "100ms", "log", TestImages.JUNIT));
    }

    private static final TestClusters CLUSTERS = new TestClusters() {
        @Override
        public Path kubeconfig() {
            return SimulatedClustersProcess.shared().kubeconfig();
        }

        @Override
        public TestImages images() {
            return new TestImages(
                    image("good:1"),
                    image("good:2"),
                    image("crash:1"),
                    image("missing:1"),
                    image("job:ok"),
                    image("job:bad"),
                    image("job:long"),
                    image("job:outputs"),
                    image("job:tests"));
        }
    };

    @Nested
    class Applying extends ApplyConformance {
        Applying() {
            super(CLUSTERS);
        }
    }

    @Nested
    class Awaiting extends ReadinessConformance {
        Awaiting() {
            super(CLUSTERS);
        }
    }

    @Nested
    class Operating extends OperationsConformance {
        Operating() {
            super(CLUSTERS);
        }
    }

    @Nested
    class RunningJobs extends JobsConformance {
        RunningJobs() {
            super(CLUSTERS);
        }
    }

    @Nested
    class ShiftingTraffic extends TrafficConformance {
        ShiftingTraffic() {
            super(CLUSTERS);
        }
    }

    private static Image image(String name) {
        return new Image(REGISTRY + name, "");
    }
}
