/// Measures the judges. Start reading at [io.gennaker.judges.bench.JudgeBenchmark].
@NullMarked
package io.gennaker.judges.bench;

import org.jspecify.annotations.NullMarked;
