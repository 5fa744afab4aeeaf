/// The world around the orchestrator, for tests: what people and other services send it over the bus.
@NullMarked
package io.gennaker.orchestrator.testing;

import org.jspecify.annotations.NullMarked;
