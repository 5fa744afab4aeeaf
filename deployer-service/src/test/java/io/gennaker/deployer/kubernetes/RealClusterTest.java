package io.gennaker.deployer.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gennaker.deployer.testing.TestImages;
import io.gennaker.deployer.testing.TestImages.Image;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/// The same on real clusters: `-Dgennaker.test.kubeconfig=FILE` with the contexts `one` and `two`, Istio's CRDs
/// installed, and a way to pull from registry.k8s.io and docker.io. Everything happens in namespaces of its own.
class RealClusterTest {
    private static final String KUBECONFIG = System.getProperty("gennaker.test.kubeconfig", "");

    @BeforeAll
    static void needClusters() {
        assumeTrue(
                !KUBECONFIG.isBlank(),
                "no real cluster is named: -Dgennaker.test.kubeconfig=FILE, with contexts one and two");
    }

    private static final TestClusters CLUSTERS = new TestClusters() {
        @Override
        public Path kubeconfig() {
            return Path.of(KUBECONFIG);
        }

        @Override
        public TestImages images() {
            return new TestImages(
                    new Image("registry.k8s.io/pause:3.9", ""),
                    new Image("registry.k8s.io/pause:3.10", ""),
                    new Image("docker.io/library/busybox:1.36", "[\"false\"]"),
                    new Image("registry.k8s.io/gennaker-does-not-exist:1", ""),
                    new Image("docker.io/library/busybox:1.36", "[echo, migrated]"),
                    new Image("docker.io/library/busybox:1.36", "[sh, -c, \"echo table missing; exit 3\"]"),
                    new Image("docker.io/library/busybox:1.36", "[sleep, \"600\"]"),
                    new Image("docker.io/library/busybox:1.36", "[echo, '{\"version\": 7}']"),
                    new Image("docker.io/library/busybox:1.36", "[echo, '" + TestImages.JUNIT + "']"));
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
}
