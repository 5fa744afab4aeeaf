/// From stages to planned steps. Start at [StagePlanner].
@NullMarked
package io.gennaker.pipeline.planning;

import org.jspecify.annotations.NullMarked;
