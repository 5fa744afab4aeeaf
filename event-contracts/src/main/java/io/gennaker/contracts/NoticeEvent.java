package io.gennaker.contracts;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import java.time.Instant;

/// What became of telling people by a rule.
public sealed interface NoticeEvent extends Message {
    ExecutionId executionId();

    String noticeId();

    Instant at();

    @Override
    default String key() {
        return executionId().value();
    }

    /// People were told.
    ///
    /// @param rule that wants it, by name
    /// @param occasion in the word of the pipeline language
    /// @param to address in the channel
    record Sent(
            ExecutionId executionId,
            String noticeId,
            String rule,
            String occasion,
            NoticeChannel channel,
            String to,
            Instant at)
            implements NoticeEvent {
        public Sent {
            Check.text("notice id", noticeId, 500);
        }
    }

    /// People could not be told, and it is not tried again.
    ///
    /// @param reason in words for people
    record Failed(
            ExecutionId executionId,
            String noticeId,
            String rule,
            String occasion,
            NoticeChannel channel,
            String to,
            String reason,
            Instant at)
            implements NoticeEvent {
        public Failed {
            Check.text("notice id", noticeId, 500);
        }
    }
}
