package io.gennaker.cli.display;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Series of values drawn on one line each, on one scale. Where there are more values than columns, a column shows the
/// mean of its own; a dot stands where there is no value.
final class Sparkline {
    private static final int COLUMNS = 60;
    private static final String LEVELS = "▁▂▃▄▅▆▇█";
    private static final String NONE = "·";

    private final double least;
    private final double most;

    @SafeVarargs
    Sparkline(List<@Nullable Double>... series) {
        var known = Stream.of(series)
                .flatMap(List::stream)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .summaryStatistics();
        this.least = known.getMin();
        this.most = known.getMax();
    }

    String draw(List<@Nullable Double> values) {
        var columns = Math.min(COLUMNS, values.size());
        return IntStream.range(0, columns)
                .mapToObj(column ->
                        level(values.subList(column * values.size() / columns, (column + 1) * values.size() / columns)))
                .collect(Collectors.joining());
    }

    private String level(List<@Nullable Double> values) {
        var mean = values.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        if (mean.isEmpty()) {
            return NONE;
        }
        var share = most > least ? (mean.getAsDouble() - least) / (most - least) : 0;
        var level = (int) Math.round(share * (LEVELS.length() - 1));
        return LEVELS.substring(level, level + 1);
    }
}
