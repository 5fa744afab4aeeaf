/// What producers and consumers test themselves against: start at [Samples].
@NullMarked
package io.gennaker.contracts.testing;

import org.jspecify.annotations.NullMarked;
