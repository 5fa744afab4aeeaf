package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import java.time.Instant;

/// Somebody said something, and decided nothing.
public record Remark(String requestId, String comment, Actor by, Channel channel, Instant at) implements Act {}
