package io.gennaker.trigger.source;

/// Reads what one kind of system sends.
interface Format {
    /// @throws UnreadableCall saying what was found and what is expected
    Reading read(Call call) throws UnreadableCall;
}
