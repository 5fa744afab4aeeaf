/// Facts from outside become executions. Wiring only; start at [io.gennaker.trigger.matching.Matcher].
@NullMarked
package io.gennaker.trigger;

import org.jspecify.annotations.NullMarked;
