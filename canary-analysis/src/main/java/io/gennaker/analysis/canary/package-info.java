/// One comparison of a canary with its baseline, from the specification to the report. Start reading at
/// [io.gennaker.analysis.canary.CanaryAnalysis].
@NullMarked
package io.gennaker.analysis.canary;

import org.jspecify.annotations.NullMarked;
