/// The engine on the store in memory.
@NullMarked
package io.gennaker.outbox.engine;

import org.jspecify.annotations.NullMarked;
