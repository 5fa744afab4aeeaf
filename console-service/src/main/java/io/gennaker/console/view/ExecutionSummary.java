package io.gennaker.console.view;

import io.gennaker.contracts.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution in a list.
///
/// @param images what it delivers
/// @param openJudgements questions that wait for people
/// @param stalledSince when it moved last, where it has not moved for longer than it should
public record ExecutionSummary(
        String id,
        @Nullable String pipeline,
        @Nullable String application,
        @Nullable ExecutionStatus status,
        @Nullable String reason,
        @Nullable String trigger,
        List<String> images,
        @Nullable Instant acceptedAt,
        @Nullable Instant finishedAt,
        int openJudgements,
        @Nullable Instant stalledSince) {}
