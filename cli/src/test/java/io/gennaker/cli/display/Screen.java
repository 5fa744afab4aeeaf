package io.gennaker.cli.display;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A terminal that understands what [LiveDisplay] says, and nothing else: what it does not know fails the test. Lines
/// that leave the screen at its top are kept as history.
final class Screen {
    private final int columns;
    private final int rows;
    private final char[][] cells;
    private final List<String> history = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int row;
    private int column;
    private boolean wraps = true;
    private boolean cursorShown = true;

    Screen(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.cells = new char[rows][columns];
        Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
    }

    PrintStream stream() {
        var bytes = new OutputStream() {
            @Override
            public void write(int value) {
                throw new UnsupportedOperationException("one byte alone may be part of a character");
            }

            @Override
            public void write(byte[] text, int offset, int length) {
                show(new String(text, offset, length, StandardCharsets.UTF_8));
            }
        };
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    boolean isAsBefore() {
        return wraps && cursorShown;
    }

    List<String> history() {
        return history;
    }

    /// What is on the screen, without empty rows at its end.
    List<String> lines() {
        var lines = new ArrayList<>(Arrays.stream(cells)
                .map(line -> new String(line).stripTrailing())
                .toList());
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private void show(String text) {
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (!pending.isEmpty() || next == '\u001b') {
                sequence(next);
            } else if (next == '\n') {
                newLine();
            } else if (next == '\r') {
                column = 0;
            } else {
                print(next);
            }
        }
    }

    private void print(char letter) {
        if (column == columns) {
            if (wraps) {
                column = 0;
                newLine();
            } else {
                column--;
            }
        }
        cells[row][column++] = letter;
    }

    private void newLine() {
        if (row < rows - 1) {
            row++;
            return;
        }
        history.add(new String(cells[0]).stripTrailing());
        System.arraycopy(cells, 1, cells, 0, rows - 1);
        cells[rows - 1] = new char[columns];
        Arrays.fill(cells[rows - 1], ' ');
    }

    private void sequence(char next) {
        pending.append(next);
        if (pending.length() < 3 || !Character.isLetter(next)) {
            return;
        }
        String sequence = pending.substring(2);
        pending.setLength(0);
        switch (sequence) {
            case "?25l" -> cursorShown = false;
            case "?25h" -> cursorShown = true;
            case "?7l" -> wraps = false;
            case "?7h" -> wraps = true;
            // A cursor behind the last column stands on it.
            case "K" -> Arrays.fill(cells[row], Math.min(column, columns - 1), columns, ' ');
            case "J" -> clearBelow();
            case "2J" -> Arrays.stream(cells).forEach(line -> Arrays.fill(line, ' '));
            case "H" -> {
                row = 0;
                column = 0;
            }
            default -> {
                if (sequence.matches("[0-9]+A")) {
                    row = Math.max(0, row - Integer.parseInt(sequence.substring(0, sequence.length() - 1)));
                } else if (!sequence.matches("[0-9]+m")) {
                    throw new AssertionError("unknown sequence " + sequence);
                }
            }
        }
    }

    private void clearBelow() {
        Arrays.fill(cells[row], column, columns, ' ');
        for (int below = row + 1; below < rows; below++) {
            Arrays.fill(cells[below], ' ');
        }
    }
}
