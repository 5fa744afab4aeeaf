package io.gennaker.console.view;

import java.time.Instant;

/// What a Job's container wrote last.
public record LogView(
        String operationId,
        String stage,
        String step,
        String pod,
        String container,
        int exitCode,
        String log,
        Instant at) {}
