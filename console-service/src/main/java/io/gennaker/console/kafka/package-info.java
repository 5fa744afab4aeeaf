/// Events from the bus. Start at [ViewMessages].
@NullMarked
package io.gennaker.console.kafka;

import org.jspecify.annotations.NullMarked;
