/// Judgement commands from the bus. Start at [JudgementCommands].
@NullMarked
package io.gennaker.judgement.kafka;

import org.jspecify.annotations.NullMarked;
