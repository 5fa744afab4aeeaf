/// A delivery as the services report it, for tests. Start at [Delivery].
@NullMarked
package io.gennaker.console.testing;

import org.jspecify.annotations.NullMarked;
