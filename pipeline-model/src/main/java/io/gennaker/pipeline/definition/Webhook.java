package io.gennaker.pipeline.definition;

import io.gennaker.contracts.CalloutTask.PathCheck;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A call to a system outside.
///
/// @param attempts tries of one request in all
/// @param expected statuses that mean that the call was taken; none: 200 to 299
/// @param callback whether the end of what it began is told by a signed callback
/// @param cancel ends early what the call began
/// @param outputs JSONPath by the name of the output
public record Webhook(
        HttpRequest call,
        int attempts,
        List<Integer> expected,
        @Nullable Poll poll,
        boolean callback,
        @Nullable HttpRequest cancel,
        Map<String, String> outputs) {
    public Webhook {
        expected = List.copyOf(expected);
        outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    }

    /// Asks until what the call began has ended.
    ///
    /// @param url may hold expressions; null: see `urlFrom`
    /// @param urlFrom JSONPath of the address in the response; null, and no `url`: the response's header `Location`
    /// @param progress JSONPath of words for people
    public record Poll(
            @Nullable String url,
            @Nullable String urlFrom,
            Duration interval,
            PathCheck success,
            @Nullable PathCheck failure,
            @Nullable String progress) {}
}
