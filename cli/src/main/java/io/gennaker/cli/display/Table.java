package io.gennaker.cli.display;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Columns as wide as their widest cell.
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(List.of(headings));
    }

    public Table row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> Text.clean(String.valueOf(cell)))
                .toList());
        return this;
    }

    public List<String> lines() {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> Text.width(row.get(column)))
                        .max()
                        .orElse(0))
                .toList();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> Text.pad(row.get(column), widths.get(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }
}
