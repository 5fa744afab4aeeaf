/// Who calls whom in the mesh. Start reading at [io.gennaker.analysis.graph.ServiceGraphs].
@NullMarked
package io.gennaker.analysis.graph;

import org.jspecify.annotations.NullMarked;
