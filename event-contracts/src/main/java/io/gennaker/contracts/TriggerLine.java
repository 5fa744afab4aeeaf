package io.gennaker.contracts;

/// What an event was to one trigger of one pipeline.
///
/// @param detail the execution, or the condition and what was found
public record TriggerLine(String pipeline, String trigger, TriggerResult result, String detail) {
    private static final int LONGEST_DETAIL = 1_000;

    public TriggerLine {
        Check.text("pipeline", pipeline, 60);
        Check.text("trigger", trigger, 60);
        Check.text("detail", detail, LONGEST_DETAIL);
    }

    /// With as much of the detail as fits.
    public static TriggerLine of(String pipeline, String trigger, TriggerResult result, String detail) {
        return new TriggerLine(
                pipeline,
                trigger,
                result,
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL - 3) + "...");
    }
}
