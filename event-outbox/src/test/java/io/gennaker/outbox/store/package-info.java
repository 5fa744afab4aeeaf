/// One suite for every implementation of the store.
@NullMarked
package io.gennaker.outbox.store;

import org.jspecify.annotations.NullMarked;
