package io.gennaker.judgement.notice;

import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.definition.Occasion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something about a delivery that people may want to know.
///
/// @param id of the message that says it: the same whenever it is read
/// @param user who did it, where a person did
/// @param judgement the question that waits, where one does
/// @param subject its title; empty for other facts
public record Fact(
        String id,
        Occasion occasion,
        Delivery delivery,
        @Nullable String stage,
        @Nullable String reason,
        @Nullable String user,
        @Nullable OperationId judgement,
        String subject,
        Instant at) {}
