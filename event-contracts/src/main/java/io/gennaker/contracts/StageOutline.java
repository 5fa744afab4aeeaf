package io.gennaker.contracts;

import java.util.List;

/// A stage as planned, without what it will do in detail.
public record StageOutline(String id, String kind, List<String> needs, List<StepOutline> steps) {
    public StageOutline {
        needs = List.copyOf(needs);
        steps = List.copyOf(steps);
    }
}
