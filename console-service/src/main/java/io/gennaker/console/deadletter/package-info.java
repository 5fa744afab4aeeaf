/// Records that services gave up, for operators to read and to send back: pure. Start at [DeadLetter] and
/// [ReplayDecision].
@NullMarked
package io.gennaker.console.deadletter;

import org.jspecify.annotations.NullMarked;
