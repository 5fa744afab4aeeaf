/// Spans through the OpenTelemetry API; without an SDK the trace contexts of messages are carried on unchanged.
@NullMarked
package io.gennaker.outbox.opentelemetry;

import org.jspecify.annotations.NullMarked;
