/// Measures the engine over its real processes; start at [EngineBenchmark].
@NullMarked
package io.gennaker.cli.benchmark.engine;

import org.jspecify.annotations.NullMarked;
