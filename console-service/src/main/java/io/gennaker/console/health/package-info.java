/// How the parts of Gennaker and what they need of others are; pure. Begin at [HealthLine].
@NullMarked
package io.gennaker.console.health;

import org.jspecify.annotations.NullMarked;
