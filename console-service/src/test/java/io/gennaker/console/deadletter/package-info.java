/// Tests of what is kept of records that services gave up. Start at [DeadLetterTest].
@NullMarked
package io.gennaker.console.deadletter;

import org.jspecify.annotations.NullMarked;
