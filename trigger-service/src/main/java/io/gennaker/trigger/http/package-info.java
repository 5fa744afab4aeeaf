/// What became of an event, over HTTP. Start at [EventsResource].
@NullMarked
package io.gennaker.trigger.http;

import org.jspecify.annotations.NullMarked;
