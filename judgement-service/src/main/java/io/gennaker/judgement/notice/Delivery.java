package io.gennaker.judgement.notice;

import io.gennaker.contracts.ExecutionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution as far as people are told of it.
///
/// @param requester who asked for it, where a person did
/// @param status in a word
/// @param reason of the status
/// @param takingBack whether something that it had begun is being taken back, or was
public record Delivery(
        ExecutionId executionId,
        String pipeline,
        String application,
        @Nullable String requester,
        List<String> images,
        String status,
        @Nullable String reason,
        boolean takingBack) {
    public Delivery {
        images = List.copyOf(images);
    }

    Delivery to(String next, @Nullable String why) {
        return new Delivery(executionId, pipeline, application, requester, images, next, why, takingBack);
    }

    Delivery toTakingBack() {
        return new Delivery(executionId, pipeline, application, requester, images, "TakingBack", reason, true);
    }
}
