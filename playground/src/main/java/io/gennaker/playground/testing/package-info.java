/// One PostgreSQL and one Kafka broker for all the tests of a build. Start reading at
/// [io.gennaker.playground.testing.TestInfrastructure], which uses the JDK alone: tests of every module may have it on
/// their class path without the broker's own libraries.
@NullMarked
package io.gennaker.playground.testing;

import org.jspecify.annotations.NullMarked;
