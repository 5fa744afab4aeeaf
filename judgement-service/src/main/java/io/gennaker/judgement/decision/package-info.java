/// Who may decide, and what their answers add up to: pure. Start at [Judgement]; [Judgements] keeps them.
@NullMarked
package io.gennaker.judgement.decision;

import org.jspecify.annotations.NullMarked;
