/// Tests of the API over real HTTP, Kafka and PostgreSQL. Start at [ExecutionsApiTest].
@NullMarked
package io.gennaker.console.http;

import org.jspecify.annotations.NullMarked;
