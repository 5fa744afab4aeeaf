package io.gennaker.judges.sequential;

/// What happened between two looks: so many of so many requests on each side were bad. What `bad` means may be chosen
/// anew for each window, from what was seen before it.
public record Window(long controlEvents, long controlTrials, long experimentEvents, long experimentTrials) {

    /// Nothing yet.
    public static final Window NONE = new Window(0, 0, 0, 0);

    public Window {
        if (controlEvents < 0
                || controlEvents > controlTrials
                || experimentEvents < 0
                || experimentEvents > experimentTrials) {
            throw new IllegalArgumentException("window: found %d of %d and %d of %d, must be 0 to all of them"
                    .formatted(controlEvents, controlTrials, experimentEvents, experimentTrials));
        }
    }

    /// Whether there is something on both sides to compare.
    public boolean isComparable() {
        return controlTrials > 0 && experimentTrials > 0;
    }

    Window plus(Window next) {
        return new Window(
                controlEvents + next.controlEvents,
                controlTrials + next.controlTrials,
                experimentEvents + next.experimentEvents,
                experimentTrials + next.experimentTrials);
    }

    Window swapped() {
        return new Window(experimentEvents, experimentTrials, controlEvents, controlTrials);
    }

    /// NaN without trials.
    public double controlRate() {
        return controlTrials == 0 ? Double.NaN : (double) controlEvents / controlTrials;
    }

    /// NaN without trials.
    public double experimentRate() {
        return experimentTrials == 0 ? Double.NaN : (double) experimentEvents / experimentTrials;
    }
}
