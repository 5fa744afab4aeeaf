package io.gennaker.outbox.engine;

import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.HealthProbe.Finding;
import io.gennaker.outbox.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tells how a service and what it needs are: what changes at the next look, and all else once a minute.
public final class HealthReporter {
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(HealthReporter.class);

    private record Key(HealthKind kind, String name) {}

    private record Told(HealthState state, @Nullable String problem, Instant since, Instant at) {}

    private final String service;
    private final String replica;
    private final List<HealthProbe> probes;
    private final UnitOfWork units;
    private final InstantSource clock;
    private final Map<Key, Told> told = new HashMap<>();

    public HealthReporter(
            String service, String replica, List<HealthProbe> probes, UnitOfWork units, InstantSource clock) {
        this.service = service;
        this.replica = replica;
        this.probes = List.copyOf(probes);
        this.units = units;
        this.clock = clock;
    }

    /// @return how long to wait until the next look
    public Duration turn() throws InterruptedException {
        var due = new HashMap<Key, Told>();
        var events = new ArrayList<HealthEvent>();
        for (Finding finding : findings()) {
            var key = new Key(finding.kind(), finding.name());
            Told last = told.get(key);
            Told next = next(last, finding);
            if (last == null || isNews(last, next)) {
                due.put(key, next);
                events.add(event(finding, next));
            }
        }
        if (!events.isEmpty()) {
            units.run(outbox -> events.forEach(outbox::send));
            told.putAll(due);
        }
        return BETWEEN_LOOKS;
    }

    /// A probe that fails must not hide what the others see.
    private List<Finding> findings() throws InterruptedException {
        var findings = new ArrayList<Finding>();
        for (HealthProbe probe : probes) {
            try {
                findings.addAll(Errors.asFailures(probe::look));
            } catch (RuntimeException failed) {
                LOG.warnf(
                        "health is not known now probe=%s reason=\"%s\"",
                        probe.getClass().getSimpleName(), failed);
            }
        }
        return findings;
    }

    private Told next(@Nullable Told last, Finding finding) {
        Instant now = clock.instant();
        Instant since = last != null && last.state() == finding.state() ? last.since() : now;
        return new Told(finding.state(), cut(finding.problem()), since, now);
    }

    private static boolean isNews(Told last, Told next) {
        return last.state() != next.state()
                || !Objects.equals(last.problem(), next.problem())
                || !next.at().isBefore(last.at().plus(AT_LEAST_EVERY));
    }

    private HealthEvent event(Finding finding, Told next) {
        return new HealthEvent.Looked(
                service,
                replica,
                finding.kind(),
                finding.name(),
                next.state(),
                next.since(),
                next.problem(),
                cut(finding.advice()),
                finding.facts(),
                next.at());
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= HealthEvent.Looked.LONGEST_TEXT
                ? text
                : text.substring(0, HealthEvent.Looked.LONGEST_TEXT - 1) + "…";
    }
}
