package io.gennaker.console.definition;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, line by line.
final class LineDiff {
    private static final int CONTEXT = 2;
    /// Beyond it, everything between the first and the last difference is told as one.
    private static final long MOST_PAIRS = 4_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<String> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /// Lines with `+`, `-` or a blank before them, and `@@` where lines that are the same are left out; empty when
    /// nothing differs.
    static List<String> of(String before, String after) {
        return new LineDiff(before.lines().toList(), after.lines().toList()).shortened();
    }

    private List<String> shortened() {
        walk();
        var kept = new ArrayList<String>();
        boolean left = false;
        for (int i = 0; i < lines.size(); i++) {
            if (isNearChange(i)) {
                if (left) {
                    kept.add("@@");
                }
                kept.add(lines.get(i));
                left = false;
            } else {
                left = !kept.isEmpty() || left;
            }
        }
        return kept;
    }

    private boolean isNearChange(int line) {
        for (int i = Math.max(0, line - CONTEXT); i <= Math.min(lines.size() - 1, line + CONTEXT); i++) {
            if (lines.get(i).charAt(0) != ' ') {
                return true;
            }
        }
        return false;
    }

    private void walk() {
        int first = 0;
        while (first < before.size()
                && first < after.size()
                && before.get(first).equals(after.get(first))) {
            lines.add(" " + before.get(first));
            first++;
        }
        int same = 0;
        while (same < before.size() - first
                && same < after.size() - first
                && before.get(before.size() - 1 - same).equals(after.get(after.size() - 1 - same))) {
            same++;
        }
        between(first, before.size() - same, after.size() - same);
        before.subList(before.size() - same, before.size()).forEach(line -> lines.add(" " + line));
    }

    private void between(int first, int beforeEnd, int afterEnd) {
        int[][] common = common(first, beforeEnd, afterEnd);
        int i = first;
        int j = first;
        while (i < beforeEnd || j < afterEnd) {
            if (i < beforeEnd && j < afterEnd && before.get(i).equals(after.get(j))) {
                lines.add(" " + before.get(i));
                i++;
                j++;
            } else if (j == afterEnd
                    || i < beforeEnd
                            && length(common, i + 1 - first, j - first) >= length(common, i - first, j + 1 - first)) {
                lines.add("-" + before.get(i++));
            } else {
                lines.add("+" + after.get(j++));
            }
        }
    }

    private static int length(int[][] common, int i, int j) {
        return common.length == 0 ? 0 : common[i][j];
    }

    /// Lengths of the longest common subsequences of what follows each pair of lines.
    private int[][] common(int first, int beforeEnd, int afterEnd) {
        int rows = beforeEnd - first;
        int columns = afterEnd - first;
        if ((long) rows * columns > MOST_PAIRS) {
            return new int[0][];
        }
        var common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] = before.get(first + i).equals(after.get(first + j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
