package io.gennaker.judges.sequential;

import io.gennaker.judges.Direction;
import io.gennaker.judges.sequential.Look.Finding;
import java.util.OptionalDouble;

/// Watches values of which nothing is known but their order, one of each side at a time: which of the two is greater.
///
/// When the sides are alike, either is greater with probability one half given the past, which makes each pair one
/// event of a [SequentialTest] with equal trials. The bounds are of the odds that the canary's value is the greater
/// one.
/// Needs values of which each is new: windows that overlap count the same requests twice.
public final class PairTest {

    private final Terms terms;
    private final SequentialTest higher;
    private final SequentialTest lower;
    private final SequentialTest notMuchHigher;
    private final SequentialTest notMuchLower;
    private Finding worse = Finding.OPEN;
    private Finding within = Finding.OPEN;
    private int compared;

    /// @param terms the margin is a share of the control's value
    public PairTest(Terms terms) {
        this.terms = terms;
        var each = new Terms(terms.alphaEach(), Direction.INCREASE, 1, 1, OptionalDouble.empty());
        higher = new SequentialTest(each);
        lower = new SequentialTest(each);
        notMuchHigher = new SequentialTest(each);
        notMuchLower = new SequentialTest(each);
    }

    public Finding add(double control, double experiment) {
        if (Double.isNaN(control) || Double.isNaN(experiment)) {
            return look().finding();
        }
        compared++;
        var up = compare(higher, experiment, control * terms.allowedIncrease());
        var down = compare(lower, control * terms.allowedDecrease(), experiment);
        worse = worse == Finding.OPEN ? worse(up, down) : worse;
        if (terms.margin().isPresent()) {
            var margin = terms.margin().getAsDouble();
            var roofed = compare(notMuchHigher, control * (1 + margin), experiment);
            var floored = compare(notMuchLower, experiment, control * (1 - margin));
            within = isFine(Direction.INCREASE, roofed) && isFine(Direction.DECREASE, floored)
                    ? Finding.WITHIN_MARGIN
                    : Finding.OPEN;
        }
        return look().finding();
    }

    private static Finding compare(SequentialTest test, double one, double other) {
        return one == other
                ? test.add(Window.NONE)
                : test.add(new Window(one < other ? 1 : 0, 1, one > other ? 1 : 0, 1));
    }

    private boolean isFine(Direction direction, Finding shown) {
        return !terms.direction().minds(direction) || shown == Finding.HIGHER;
    }

    private Finding worse(Finding up, Finding down) {
        if (terms.direction().minds(Direction.INCREASE) && up == Finding.HIGHER) {
            return Finding.HIGHER;
        }
        return terms.direction().minds(Direction.DECREASE) && down == Finding.HIGHER ? Finding.LOWER : Finding.OPEN;
    }

    /// Of the direction that was found first, or else has more evidence.
    public Look look() {
        var up = higher.look();
        var down = lower.look();
        var finding = worse == Finding.OPEN ? within : worse;
        return isOfIncrease(up, down)
                ? new Look(up.seen(), compared, up.lower(), up.upper(), up.evidence(), finding)
                : new Look(
                        down.seen().swapped(), compared, 1 / down.upper(), 1 / down.lower(), down.evidence(), finding);
    }

    private boolean isOfIncrease(Look up, Look down) {
        return switch (worse) {
            case HIGHER -> true;
            case LOWER -> false;
            case OPEN, WITHIN_MARGIN ->
                terms.direction().minds(Direction.INCREASE)
                        && (!terms.direction().minds(Direction.DECREASE) || up.evidence() >= down.evidence());
        };
    }
}
