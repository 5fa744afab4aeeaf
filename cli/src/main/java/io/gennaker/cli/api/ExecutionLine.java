package io.gennaker.cli.api;

import io.gennaker.contracts.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution in a list.
public record ExecutionLine(
        String id,
        @Nullable String pipeline,
        @Nullable ExecutionStatus status,
        @Nullable String reason,
        @Nullable String trigger,
        List<String> images,
        @Nullable Instant acceptedAt,
        @Nullable Instant finishedAt,
        int openJudgements,
        @Nullable Instant stalledSince) {}
