package io.gennaker.judges;

/// What the judge says about one metric.
public enum Label {
    /// No difference that matters.
    PASS("Pass"),
    /// The canary is higher than it may be.
    HIGH("High"),
    /// The canary is lower than it may be.
    LOW("Low"),
    /// A side has no values.
    NODATA("Nodata"),
    /// A side has no values although the metric must have data: counts as a failed metric.
    NODATA_FAIL_METRIC("NodataFailMetric"),
    /// The values cannot be compared.
    ERROR("Error"),
    /// A side has values, but fewer than the policy asks for. Not a label of Kayenta: its judge never asks.
    TOO_FEW("TooFew"),
    /// Neither a difference nor its absence is shown yet. Not a label of Kayenta.
    UNDECIDED("Undecided");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /// The label as Kayenta writes it.
    public String text() {
        return text;
    }
}
