/// A real Kafka broker, one node in KRaft mode, reachable from this machine only. It needs a JVM with no Quarkus on the
/// class path. Start reading at [io.gennaker.playground.kafka.Broker].
@NullMarked
package io.gennaker.playground.kafka;

import org.jspecify.annotations.NullMarked;
