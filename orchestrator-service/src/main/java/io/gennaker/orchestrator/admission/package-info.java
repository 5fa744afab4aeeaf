/// How many executions of a pipeline run at once, and what becomes of one more. Start at [Admission].
@NullMarked
package io.gennaker.orchestrator.admission;

import org.jspecify.annotations.NullMarked;
