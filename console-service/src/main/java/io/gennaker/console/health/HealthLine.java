package io.gennaker.console.health;

import io.gennaker.contracts.HealthEvent.Looked;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How one thing is, as all replicas see it that are heard.
///
/// @param service that looks at it
/// @param replicas that were heard lately
/// @param since when it became so
/// @param heardAt when anybody told of it last
public record HealthLine(
        HealthKind kind,
        String name,
        String service,
        HealthState state,
        Instant since,
        @Nullable String problem,
        @Nullable String advice,
        Map<String, String> facts,
        int replicas,
        Instant heardAt) {
    /// They tell once a minute.
    static final Duration SILENCE = Duration.ofMinutes(3);

    /// The worst first.
    private static final List<HealthState> BY_WEIGHT =
            List.of(HealthState.DOWN, HealthState.IMPAIRED, HealthState.UP, HealthState.UNKNOWN);

    public HealthLine {
        facts = Map.copyOf(facts);
    }

    /// A line for each thing that a service looks at, by kind and name.
    public static List<HealthLine> of(List<Looked> looked, Instant now) {
        return looked.stream()
                .collect(Collectors.groupingBy(each -> List.of(each.kind(), each.name(), each.service())))
                .values()
                .stream()
                .map(replicas -> line(replicas, now))
                .sorted(Comparator.comparing(HealthLine::kind)
                        .thenComparing(HealthLine::name)
                        .thenComparing(HealthLine::service))
                .toList();
    }

    private static HealthLine line(List<Looked> replicas, Instant now) {
        List<Looked> heard = replicas.stream()
                .filter(each -> each.at().plus(SILENCE).isAfter(now))
                .toList();
        return heard.isEmpty() ? silent(newest(replicas)) : worst(heard);
    }

    private static Looked newest(List<Looked> replicas) {
        return replicas.stream().max(Comparator.comparing(Looked::at)).orElseThrow();
    }

    private static HealthLine silent(Looked last) {
        boolean itself = last.kind() == HealthKind.SERVICE;
        return new HealthLine(
                last.kind(),
                last.name(),
                last.service(),
                itself ? HealthState.DOWN : HealthState.UNKNOWN,
                last.at(),
                itself
                        ? "no replica of it is heard; it does not run, or cannot reach Kafka or its database"
                        : "the service " + last.service() + ", which looks at it, is not heard",
                itself ? "look whether its pods run, and at their logs" : null,
                last.facts(),
                0,
                last.at());
    }

    private static HealthLine worst(List<Looked> heard) {
        Looked worst = heard.stream()
                .min(Comparator.<Looked>comparingInt(each -> BY_WEIGHT.indexOf(each.state()))
                        .thenComparing(Looked::at, Comparator.reverseOrder()))
                .orElseThrow();
        return new HealthLine(
                worst.kind(),
                worst.name(),
                worst.service(),
                worst.state(),
                worst.since(),
                worst.problem(),
                worst.advice(),
                worst.facts(),
                heard.size(),
                newest(heard).at());
    }
}
