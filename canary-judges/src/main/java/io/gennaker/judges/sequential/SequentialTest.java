package io.gennaker.judges.sequential;

import io.gennaker.judges.Direction;
import io.gennaker.judges.sequential.Look.Finding;

/// Watches the rate of bad requests of canary and baseline. May be asked after every window; ends at once when the
/// canary is shown to be worse, or when the difference is shown to lie within the margin.
///
/// Both errors are bounded over the whole time together, see [RatioTest] and [RateBounds]. What they rest on: given
/// the past, the requests of a window fail independently of each other. Failures that come in bursts make the evidence
/// look stronger than it is; an allowed ratio above 1 is the remedy.
public final class SequentialTest {

    private final Terms terms;
    private final RatioTest increase = new RatioTest();
    private final RatioTest decrease = new RatioTest();
    private Window seen = Window.NONE;
    private int compared;
    private Finding worse = Finding.OPEN;

    public SequentialTest(Terms terms) {
        this.terms = terms;
    }

    /// Takes a window in. One without trials on a side tells nothing and changes nothing.
    public Finding add(Window window) {
        if (window.isComparable()) {
            seen = seen.plus(window);
            compared++;
            var exposure = (double) window.experimentTrials() / window.controlTrials();
            increase.add(window.experimentEvents(), window.controlEvents(), exposure * terms.allowedIncrease());
            decrease.add(window.experimentEvents(), window.controlEvents(), exposure * terms.allowedDecrease());
            worse = worse == Finding.OPEN ? worse() : worse;
        }
        return worse == Finding.OPEN && isWithinMargin() ? Finding.WITHIN_MARGIN : worse;
    }

    /// All that is known now.
    public Look look() {
        var interval = increase.interval(terms.alphaEach());
        return new Look(
                seen,
                compared,
                interval.lower() * terms.allowedIncrease(),
                interval.upper() * terms.allowedIncrease(),
                evidence(),
                worse == Finding.OPEN && isWithinMargin() ? Finding.WITHIN_MARGIN : worse);
    }

    private Finding worse() {
        var needed = -Math.log(terms.alphaEach());
        if (minds(Direction.INCREASE) && increase.evidenceOfIncrease() >= needed) {
            return Finding.HIGHER;
        }
        return minds(Direction.DECREASE) && decrease.evidenceOfDecrease() >= needed ? Finding.LOWER : Finding.OPEN;
    }

    private double evidence() {
        return switch (terms.direction()) {
            case INCREASE -> increase.evidenceOfIncrease();
            case DECREASE -> decrease.evidenceOfDecrease();
            case EITHER -> Math.max(increase.evidenceOfIncrease(), decrease.evidenceOfDecrease());
        };
    }

    private boolean isWithinMargin() {
        if (terms.margin().isEmpty() || !seen.isComparable()) {
            return false;
        }
        return (!minds(Direction.INCREASE) || isWithin(seen))
                && (!minds(Direction.DECREASE) || isWithin(seen.swapped()));
    }

    /// Each of the two bounds gets half of alpha.
    private boolean isWithin(Window sides) {
        var margin = terms.margin().orElseThrow();
        if (sides.experimentRate() - sides.controlRate() >= margin) {
            return false;
        }
        var alpha = terms.alphaEach() / 2;
        return RateBounds.upper(sides.experimentEvents(), sides.experimentTrials(), alpha)
                        - RateBounds.lower(sides.controlEvents(), sides.controlTrials(), alpha)
                <= margin;
    }

    private boolean minds(Direction direction) {
        return terms.direction().minds(direction);
    }
}
