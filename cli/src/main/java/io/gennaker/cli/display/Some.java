package io.gennaker.cli.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of a long list: evenly spread over it, with the first and the last.
final class Some {
    private static final int MOST = 12;

    private Some() {}

    static <T> List<T> of(List<T> all) {
        return all.size() <= MOST
                ? all
                : IntStream.range(0, MOST)
                        .mapToObj(row -> all.get(row * (all.size() - 1) / (MOST - 1)))
                        .toList();
    }

    /// With a line about those that are not shown.
    static List<String> said(List<String> lines, int size, String what) {
        if (size <= MOST) {
            return lines;
        }
        var said = new ArrayList<>(lines);
        said.add("%d of %d %s; -o json has all".formatted(MOST, size, what));
        return said;
    }
}
