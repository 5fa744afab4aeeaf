package io.gennaker.judgement.callout;

import org.jspecify.annotations.Nullable;

/// The answer to a request.
///
/// @param location its header `Location`
/// @param excerpt beginning of its body, in one line
public record Response(int status, @Nullable String location, Facts facts, String excerpt) {}
