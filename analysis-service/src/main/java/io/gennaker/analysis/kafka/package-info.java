/// The service's work as messages and leased operations. Start reading at
/// [io.gennaker.analysis.kafka.AnalysisMessages], which records what is asked for, and
/// [io.gennaker.analysis.kafka.AnalysisOperations], which does it.
@NullMarked
package io.gennaker.analysis.kafka;

import org.jspecify.annotations.NullMarked;
