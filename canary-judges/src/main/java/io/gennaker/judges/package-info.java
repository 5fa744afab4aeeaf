/// The `mann-whitney` judge: a pure function from the samples of canary and baseline to labels, scores and evidence.
/// Start reading at [io.gennaker.judges.MannWhitneyJudge]. The algorithm is the one of Kayenta's
/// NetflixACAJudge-v1.0, whose words are kept: *experiment* is the canary, *control* the baseline.
/// [io.gennaker.judges.JudgePolicy] holds the few points in which the service's own mode differs from Kayenta.
@NullMarked
package io.gennaker.judges;

import org.jspecify.annotations.NullMarked;
