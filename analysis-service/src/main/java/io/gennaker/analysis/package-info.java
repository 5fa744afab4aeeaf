/// The analysis service: confirms that traffic follows the weights and judges canaries by their metrics. This package
/// only puts the parts together; start reading at [io.gennaker.analysis.Wiring], then
/// [io.gennaker.analysis.kafka.AnalysisOperations] for what happens, then
/// [io.gennaker.judges.MannWhitneyJudge].
@NullMarked
package io.gennaker.analysis;

import org.jspecify.annotations.NullMarked;
