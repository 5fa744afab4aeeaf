package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Shows an execution while it runs: a tree that is drawn over on a terminal, lines of what is new elsewhere.
public final class LiveDisplay implements Consumer<Execution>, AutoCloseable {
    private static final int FRAME_MILLIS = 200;
    /// Hides the cursor, and keeps a line that is too wide after all on one row.
    private static final String BEGIN = "\u001b[?25l\u001b[?7l";
    private static final String END = "\u001b[0m\u001b[?7h\u001b[?25h";
    private static final String CLEAR_LINE_END = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CLEAR_ALL = "\u001b[H\u001b[2J";

    private final PrintStream out;
    private final Terminal terminal;
    private final Clock clock;
    private final Changes changes = new Changes();
    private final @Nullable Thread clockwork;
    private final @Nullable Thread interrupted;
    private @Nullable Execution latest;
    private @Nullable Size drawnOn;
    private int drawn;
    private boolean closed;

    public LiveDisplay(PrintStream out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        if (terminal.interactive()) {
            interrupted = new Thread(this::abandon);
            Runtime.getRuntime().addShutdownHook(interrupted);
            out.print(BEGIN);
            // Durations grow also while nothing happens.
            clockwork = Thread.ofVirtual().start(this::tick);
        } else {
            interrupted = null;
            clockwork = null;
        }
    }

    @Override
    public synchronized void accept(Execution execution) {
        if (closed) {
            return;
        }
        latest = execution;
        if (terminal.interactive()) {
            drawWhatFits(execution);
        } else {
            changes.since(execution, clock.instant()).forEach(out::println);
        }
    }

    /// The cursor rests on the line below the picture, so a picture may have one row less than the terminal.
    private void drawWhatFits(Execution execution) {
        Size size = terminal.size().get();
        draw(tree(size).fit(execution, clock.instant(), size.rows() - 1), size);
    }

    /// Without the last column: a cursor that stands on it clears it together with what is right of it.
    private ExecutionTree tree(Size size) {
        return new ExecutionTree(terminal.style(), size.columns() - 1);
    }

    private void draw(List<String> lines, Size size) {
        var frame = new StringBuilder();
        if (drawnOn != null && drawnOn.columns() != size.columns()) {
            // The terminal has moved what was drawn, nobody knows where to.
            frame.append(CLEAR_ALL);
        } else if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        frame.append('\r');
        lines.forEach(line -> frame.append(line).append(CLEAR_LINE_END).append("\r\n"));
        // A shorter tree leaves no remains of a longer one.
        frame.append(CLEAR_BELOW);
        out.print(frame);
        out.flush();
        drawn = lines.size();
        drawnOn = size;
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(FRAME_MILLIS);
                synchronized (this) {
                    if (latest != null && !latest.finished() && !closed) {
                        drawWhatFits(latest);
                    }
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /// Leaves the whole of the last picture; on a plain output prints the tree once.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (clockwork != null && interrupted != null) {
            clockwork.interrupt();
            finish();
            removeHook(interrupted);
        } else if (latest != null) {
            new ExecutionTree(terminal.style(), terminal.size().get().columns())
                    .render(latest, clock.instant())
                    .forEach(out::println);
        }
    }

    private void finish() {
        if (latest != null) {
            Size size = terminal.size().get();
            draw(tree(size).render(latest, clock.instant()), size);
        }
        out.print(END);
        out.flush();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // It has run or runs: it finds this display closed and does nothing.
            return;
        }
    }

    /// Ctrl-C and the like: the terminal as it was, and where to go on.
    private synchronized void abandon() {
        if (closed) {
            return;
        }
        closed = true;
        out.print("\r" + CLEAR_LINE_END + END);
        if (latest != null && !latest.finished()) {
            out.println(latest.id() + " goes on; see it again by: gennaker watch " + latest.id());
        }
        out.flush();
    }
}
