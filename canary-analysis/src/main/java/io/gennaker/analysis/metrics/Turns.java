package io.gennaker.analysis.metrics;

import java.util.concurrent.CountDownLatch;

/// So many places, and who gets the next one that is given back: askers take turns, however many questions one of them
/// has waiting.
final class Turns {

    private final RoundRobin<Ticket> waiting = new RoundRobin<>();
    private int free;

    Turns(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("queries at once: found " + places + ", must be at least 1");
        }
        free = places;
    }

    /// The right to one place, once it is called.
    static final class Ticket {
        private final String asker;
        private final CountDownLatch called = new CountDownLatch(1);

        private Ticket(String asker) {
            this.asker = asker;
        }

        boolean isCalled() {
            return called.getCount() == 0;
        }
    }

    /// Waits for a place.
    void take(String asker) throws InterruptedException {
        var ticket = draw(asker);
        try {
            ticket.called.await();
        } catch (InterruptedException interrupted) {
            leave(ticket);
            throw interrupted;
        }
    }

    synchronized Ticket draw(String asker) {
        var ticket = new Ticket(asker);
        if (free > 0) {
            free--;
            ticket.called.countDown();
        } else {
            waiting.add(asker, ticket);
        }
        return ticket;
    }

    /// One that was called meanwhile has a place, which the next one gets.
    synchronized void leave(Ticket ticket) {
        if (!waiting.remove(ticket.asker, ticket)) {
            giveBack();
        }
    }

    synchronized void giveBack() {
        var next = waiting.next();
        if (next == null) {
            free++;
        } else {
            next.called.countDown();
        }
    }
}
