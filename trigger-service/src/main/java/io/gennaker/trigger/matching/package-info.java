/// Which pipelines an image starts, and why not the others: pure. Start at [Matcher].
@NullMarked
package io.gennaker.trigger.matching;

import org.jspecify.annotations.NullMarked;
