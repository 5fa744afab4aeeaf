/// Whether the data plane follows the weights. Start reading at [io.gennaker.analysis.traffic.TrafficCheck].
@NullMarked
package io.gennaker.analysis.traffic;

import org.jspecify.annotations.NullMarked;
