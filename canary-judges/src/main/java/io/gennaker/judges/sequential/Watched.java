package io.gennaker.judges.sequential;

import io.gennaker.judges.Classification;
import io.gennaker.judges.Label;
import io.gennaker.judges.MetricConfig;
import io.gennaker.judges.MetricJudgement;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Statistics;
import io.gennaker.judges.sequential.Look.Finding;
import java.util.List;
import java.util.Locale;

/// A metric as it was watched.
///
/// @param pair its values, for people: what decides are the looks
/// @param looks in order of time
public record Watched(MetricPair pair, MetricConfig metric, List<Look> looks) {

    /// How what was not shown is labelled.
    public enum Open {
        /// More may come.
        UNDECIDED,
        /// The time is over, and whoever chose the judge lets that pass.
        PASS
    }

    public Watched {
        looks = List.copyOf(looks);
    }

    /// @param minimumLooks with fewer that saw both sides nothing passes
    public MetricJudgement judgement(Open open, int minimumLooks) {
        return new MetricJudgement(
                pair,
                metric,
                Statistics.of(pair.control().keep(value -> !Double.isNaN(value))),
                Statistics.of(pair.experiment().keep(value -> !Double.isNaN(value))),
                classification(open, minimumLooks));
    }

    private Classification classification(Open open, int minimumLooks) {
        if (looks.isEmpty() || looks.getLast().compared() == 0) {
            var label = metric.mustHaveData() && !metric.critical() ? Label.NODATA_FAIL_METRIC : Label.NODATA;
            return new Classification(label, "no requests on both sides yet", metric.critical(), null, null);
        }
        var last = looks.getLast();
        var label = label(last.finding(), open);
        if (label == Label.PASS && last.compared() < minimumLooks) {
            return unknown(
                    "%d windows saw both sides, at least %d are needed".formatted(last.compared(), minimumLooks));
        }
        return label == Label.UNDECIDED
                ? unknown("neither a difference nor its absence is shown, " + numbers(last))
                : new Classification(label, numbers(last), critical(label), last.ratio(), null);
    }

    private static Classification unknown(String reason) {
        return new Classification(Label.UNDECIDED, reason, false, null, null);
    }

    private boolean critical(Label label) {
        return metric.critical() && (label == Label.HIGH || label == Label.LOW);
    }

    private static Label label(Finding finding, Open open) {
        return switch (finding) {
            case HIGHER -> Label.HIGH;
            case LOWER -> Label.LOW;
            case WITHIN_MARGIN -> Label.PASS;
            case OPEN ->
                switch (open) {
                    case UNDECIDED -> Label.UNDECIDED;
                    case PASS -> Label.PASS;
                };
        };
    }

    private static String numbers(Look look) {
        var seen = look.seen();
        if (!seen.isComparable()) {
            return "both sides were equal each of %d times".formatted(look.compared());
        }
        return String.format(
                Locale.ROOT,
                "%d of %d against %d of %d, ratio %.2f (at least %.2f%s)",
                seen.experimentEvents(),
                seen.experimentTrials(),
                seen.controlEvents(),
                seen.controlTrials(),
                look.ratio(),
                look.lower(),
                Double.isInfinite(look.upper()) ? "" : String.format(Locale.ROOT, ", at most %.2f", look.upper()));
    }
}
