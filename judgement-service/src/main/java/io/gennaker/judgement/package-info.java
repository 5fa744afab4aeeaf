/// Questions to people, and what they decided. Wiring only; start at [io.gennaker.judgement.decision.Judgement].
@NullMarked
package io.gennaker.judgement;

import org.jspecify.annotations.NullMarked;
