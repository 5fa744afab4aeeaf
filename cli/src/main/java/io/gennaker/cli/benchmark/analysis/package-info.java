/// A thousand analyses at once against one metrics store. Start reading at
/// [io.gennaker.cli.benchmark.analysis.AnalysisBenchmark].
@NullMarked
package io.gennaker.cli.benchmark.analysis;

import org.jspecify.annotations.NullMarked;
