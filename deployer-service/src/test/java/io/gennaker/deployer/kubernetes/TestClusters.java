package io.gennaker.deployer.kubernetes;

import io.gennaker.deployer.testing.TestImages;
import java.nio.file.Path;

/// What the conformance tests run on: a kubeconfig with the context `one`.
interface TestClusters {
    Path kubeconfig();

    TestImages images();
}
