package io.gennaker.pipeline.definition;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import org.jspecify.annotations.Nullable;

/// Words for people; url, title and message may hold expressions.
///
/// @param url where the channel is a webhook
/// @param to address in another channel
public record Notice(
        NoticeChannel channel,
        @Nullable String url,
        @Nullable String to,
        String title,
        String message) {}
