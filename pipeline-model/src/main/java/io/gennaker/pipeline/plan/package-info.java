/// The plan of an execution: everything resolved, nothing left to look up. Start at [Plan].
@NullMarked
package io.gennaker.pipeline.plan;

import org.jspecify.annotations.NullMarked;
