package io.gennaker.acceptance;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.demo.DemoObserver;
import io.gennaker.contracts.ImageReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Kills as planned while the demo goes on.
final class KillingObserver implements DemoObserver {
    private final Victims victims;
    private final List<List<Kill>> plans;
    private final List<DoneKill> done = new ArrayList<>();
    private Deque<Kill> ahead = new ArrayDeque<>();
    private int delivery = -1;

    /// @param plans of each delivery, in the order of its moments
    KillingObserver(Victims victims, List<List<Kill>> plans) {
        this.victims = victims;
        this.plans = List.copyOf(plans);
    }

    @Override
    public void published(ImageReference image) {
        delivery++;
        ahead = new ArrayDeque<>(plans.get(delivery));
        Kill next = ahead.peek();
        if (next != null && next.moment() instanceof Moment.Published) {
            kill(ahead.remove());
        }
    }

    @Override
    public void seen(Execution snapshot) {
        Kill next = ahead.peek();
        if (next != null && next.moment().isReached(snapshot)) {
            kill(ahead.remove());
        }
    }

    List<DoneKill> done() {
        return List.copyOf(done);
    }

    private void kill(Kill kill) {
        done.add(new DoneKill(kill, delivery, victims.kill(kill)));
    }
}
