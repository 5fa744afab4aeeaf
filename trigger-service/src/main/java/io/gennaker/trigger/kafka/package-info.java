/// Triggers and definitions from the bus. Start at [TriggerMessages].
@NullMarked
package io.gennaker.trigger.kafka;

import org.jspecify.annotations.NullMarked;
