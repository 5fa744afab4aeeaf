/// A small service, run by Quarkus with a real bus and database.
@NullMarked
package io.gennaker.outbox.quarkus;

import org.jspecify.annotations.NullMarked;
