/// Measures the deployer over its real processes, on a simulated cluster.
@NullMarked
package io.gennaker.cli.benchmark.deployer;

import org.jspecify.annotations.NullMarked;
