/// Every command and event that crosses the bus, and the envelope they travel in.
///
/// Start at [Message] and [MessageType]; [MessageCodec] turns an [Envelope] into Kafka headers and bytes and back.
@NullMarked
package io.gennaker.contracts;

import org.jspecify.annotations.NullMarked;
