package io.gennaker.pipeline.definition;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.pipeline.plan.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Times in which no execution of some applications starts.
///
/// @param applications patterns of their names
/// @param times in which it is in force; empty for all times, until it is removed
/// @param reason why, in words for people
/// @param rejects whether what triggers ask for meanwhile is refused; it waits for the end otherwise
public record FreezeDefinition(
        String name, List<TextPattern> applications, List<Time> times, String reason, boolean rejects)
        implements Definition {
    /// More than a year of days: what goes on for so long has no end that is worth telling.
    private static final int MOST_JOINED = 400;

    public FreezeDefinition {
        applications = List.copyOf(applications);
        times = List.copyOf(times);
    }

    @Override
    public DefinitionKind kind() {
        return DefinitionKind.FREEZE;
    }

    /// Some time of a freeze.
    public sealed interface Time {
        /// When the part of it ends in which a moment lies; empty when it lies in none.
        Optional<Instant> end(Instant at);
    }

    /// Once.
    ///
    /// @param to the first moment after it
    public record Once(Instant from, Instant to) implements Time {
        @Override
        public Optional<Instant> end(Instant at) {
            return at.isBefore(from) || !at.isBefore(to) ? Optional.empty() : Optional.of(to);
        }
    }

    /// Every week.
    public record Weekly(Window window) implements Time {
        @Override
        public Optional<Instant> end(Instant at) {
            return window.closing(at);
        }
    }

    /// A freeze that is in force at a moment.
    ///
    /// @param until when it ends; null when only its removal ends it
    public record InForce(
            String name, String reason, @Nullable Instant until, boolean rejects) {
        /// For people.
        public String words() {
            return ExecutionEvent.Frozen.words(name, reason, until);
        }

        public boolean endsAfter(InForce other) {
            return other.until != null && (until == null || until.isAfter(other.until));
        }
    }

    /// The application that it belongs to: the only one that it names; null when there are others.
    public @Nullable String application() {
        return applications.size() == 1
                        && applications.getFirst() instanceof TextPattern.Glob(var name)
                        && !name.contains("*")
                        && !name.contains("?")
                ? name
                : null;
    }

    public boolean concerns(String application) {
        return applications.stream().anyMatch(pattern -> pattern.fits(application));
    }

    /// Of those in force for an application the one that ends last. It rejects if any of them does.
    public static Optional<InForce> inForce(Collection<FreezeDefinition> freezes, String application, Instant moment) {
        List<InForce> inForce = freezes.stream()
                .filter(freeze -> freeze.concerns(application))
                .flatMap(freeze -> freeze.at(moment).stream())
                .toList();
        boolean rejects = inForce.stream().anyMatch(InForce::rejects);
        return inForce.stream()
                .reduce((one, other) -> other.endsAfter(one) ? other : one)
                .map(last -> new InForce(last.name(), last.reason(), last.until(), rejects));
    }

    /// What it is at a moment; empty when it is not in force then. Times that join or overlap are one.
    public Optional<InForce> at(Instant moment) {
        if (times.isEmpty()) {
            return Optional.of(new InForce(name, reason, null, rejects));
        }
        return end(moment).map(first -> new InForce(name, reason, joined(first), rejects));
    }

    private @Nullable Instant joined(Instant first) {
        Instant end = first;
        for (int parts = 1; parts <= MOST_JOINED; parts++) {
            Optional<Instant> next = end(end);
            if (next.isEmpty()) {
                return end;
            }
            end = next.get();
        }
        return null;
    }

    private Optional<Instant> end(Instant moment) {
        return times.stream().flatMap(time -> time.end(moment).stream()).max(Instant::compareTo);
    }
}
