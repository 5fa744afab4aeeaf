/// The registry's messages by Google Pub/Sub. Start at [RegistrySubscription].
@NullMarked
package io.gennaker.trigger.pubsub;

import org.jspecify.annotations.NullMarked;
