package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Since when each symptom has been seen without a break.
public record SymptomHistory(Map<Identity, Since> seen) {
    public static final SymptomHistory EMPTY = new SymptomHistory(Map.of());

    /// What makes two symptoms the same.
    public record Identity(FailureCode code, String subject) {}

    /// The first sight of a symptom and its latest description.
    public record Since(Instant at, Symptom latest) {}

    public SymptomHistory {
        seen = Map.copyOf(seen);
    }

    /// The history after these symptoms, and no others, were seen at `now`.
    public SymptomHistory observe(Collection<Symptom> symptoms, Instant now) {
        var next = new HashMap<Identity, Since>();
        for (Symptom symptom : symptoms) {
            var identity = new Identity(symptom.code(), symptom.subject());
            Since before = seen.get(identity);
            next.put(identity, new Since(before == null ? now : before.at(), symptom));
        }
        return new SymptomHistory(next);
    }

    /// The symptom that has lasted longest beyond patience.
    public Optional<Symptom> beyond(Patience patience, Instant now) {
        return seen.values().stream()
                .filter(since -> !due(since, patience).isAfter(now))
                .min(Comparator.comparing(Since::at))
                .map(Since::latest);
    }

    /// When the next symptom goes beyond patience, if it stays.
    public Optional<Instant> nextDue(Patience patience) {
        return seen.values().stream().map(since -> due(since, patience)).min(Comparator.naturalOrder());
    }

    private static Instant due(Since since, Patience patience) {
        return since.at().plus(patience.with(since.latest().code()));
    }
}
