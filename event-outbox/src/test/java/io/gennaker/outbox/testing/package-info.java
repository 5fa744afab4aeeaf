/// What tests of services use: hand-written fakes of the outbox's interfaces, and a real bus and database.
///
/// Start at [InMemoryOutbox] for unit tests of handlers, at [InfrastructureResource] and [TestBus] for tests of a whole
/// service.
@NullMarked
package io.gennaker.outbox.testing;

import org.jspecify.annotations.NullMarked;
