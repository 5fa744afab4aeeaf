package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.ExecutionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that a rule wants people to be told.
///
/// @param occasion why; in the word of the language
/// @param card message to bring up to date; null where a notice is sent
/// @param notice to be sent; null where a card is shown
/// @param update whether people were told before, and only the message changes
/// @param until when it is too late
record Telling(
        ExecutionId executionId,
        String rule,
        String occasion,
        NoticeChannel channel,
        String to,
        @Nullable String stage,
        @Nullable String card,
        @Nullable SendNotice notice,
        boolean update,
        Instant until) {}
