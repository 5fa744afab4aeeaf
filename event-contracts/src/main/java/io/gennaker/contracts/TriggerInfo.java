package io.gennaker.contracts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What started an execution.
///
/// @param kind `registry`, `manual`, `rerun`, `restoreRoutes`, `stage` where a stage of another execution began it,
///     or a [FactKind]'s word
/// @param source where the fact came from, for example a subscription or `console`
/// @param eventId identity of the fact at its source: with source and pipeline the idempotency key
/// @param user who asked, where a person did
/// @param attributes further facts, readable by expressions as `trigger.attributes`
public record TriggerInfo(
        String kind,
        String source,
        String eventId,
        @Nullable String user,
        Map<String, String> attributes) {
    public TriggerInfo {
        Check.text("trigger kind", kind, 50);
        Check.text("trigger source", source, 300);
        Check.text("trigger event id", eventId, 300);
        if (user != null) {
            Check.text("trigger user", user, 200);
        }
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
}
