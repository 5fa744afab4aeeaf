/// The `sequential` judge: watches a canary and may be looked at after every point, with a false-alarm rate that holds
/// however often one looks. Start reading at [io.gennaker.judges.sequential.SequentialTest].
@NullMarked
package io.gennaker.judges.sequential;

import org.jspecify.annotations.NullMarked;
