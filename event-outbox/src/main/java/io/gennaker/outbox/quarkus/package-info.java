/// The outbox as CDI beans of a Quarkus service.
///
/// [OutboxBeans] makes what services inject, [OutboxLifecycle] starts and stops the threads, [OutboxConfiguration]
/// and its neighbours are the configuration.
@NullMarked
package io.gennaker.outbox.quarkus;

import org.jspecify.annotations.NullMarked;
