package io.gennaker.pipeline.definition;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import org.jspecify.annotations.Nullable;

/// Words for people; url, title and message may hold expressions.
///
/// @param url where the channel is a webhook
public record Notice(NoticeChannel channel, @Nullable String url, String title, String message) {}
