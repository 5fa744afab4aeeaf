package io.gennaker.spinnaker.stage;

/// What a type of stage becomes. What became of its fields is noted in their account.
public sealed interface Translation {
    /// Does what it did.
    record Exact(Draft draft) implements Translation {}

    /// Does it with a difference.
    record Changed(Draft draft, String reason) implements Translation {}

    /// The language has nothing that does it, or not with these settings. A question to people stands in for it.
    record Unsupported(String reason) implements Translation {}
}
