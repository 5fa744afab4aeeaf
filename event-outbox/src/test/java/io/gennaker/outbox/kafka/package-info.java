/// What the bus does with channels that are slow, fail or end.
@NullMarked
package io.gennaker.outbox.kafka;

import org.jspecify.annotations.NullMarked;
