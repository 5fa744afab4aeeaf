package io.gennaker.cli.display;

import io.gennaker.playground.platform.Progress;
import io.gennaker.playground.platform.ProgressListener;
import java.io.PrintStream;

/// One line for each component that became ready, stopped or failed.
public final class PlatformProgress implements ProgressListener {
    private final PrintStream out;
    private final Style style;

    public PlatformProgress(PrintStream out, Terminal terminal) {
        this.out = out;
        this.style = terminal.style();
    }

    @Override
    public void onProgress(Progress progress) {
        String time = style.faint(Text.duration(progress.elapsed()));
        String detail = progress.detail().isEmpty() ? "" : "  " + style.faint(progress.detail());
        String name = Text.pad(progress.component(), 14);
        switch (progress.state()) {
            case READY -> out.println("  " + style.good("✔") + " " + name + time);
            case STOPPED -> out.println("  " + style.faint("■") + " " + name + time);
            case FAILED -> out.println("  " + style.bad("✖") + " " + name + time + detail);
            case STARTING, WAITING, ALREADY_RUNNING, STOPPING -> {}
        }
    }
}
