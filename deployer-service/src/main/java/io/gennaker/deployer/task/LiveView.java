package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A cluster's view that is opened when first needed, opened anew when it has heard nothing of the server for a while
/// (which says plainly whether the server is away), and now and then in case a watch went deaf without a word.
final class LiveView implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final TaskContext context;
    private final Supplier<Set<Cluster.Selection>> selections;
    private Cluster.@Nullable View view;
    private Instant openedAt = Instant.EPOCH;
    private @Nullable Instant silentSince;

    /// @param selections asked at every opening: what is to be seen may depend on what is there
    LiveView(TaskContext context, Supplier<Set<Cluster.Selection>> selections) {
        this.context = context;
        this.selections = selections;
    }

    Cluster.View current() {
        if (view == null || isOutdated(view)) {
            close();
            view = context.cluster().watch(selections.get(), context.wakeup()::raise);
            openedAt = context.now();
            silentSince = null;
        }
        return view;
    }

    private boolean isOutdated(Cluster.View open) {
        Instant now = context.now();
        if (open.isLive()) {
            silentSince = null;
        } else if (silentSince == null) {
            silentSince = now;
        }
        return !now.isBefore(openedAt.plus(context.settings().resync()))
                || silentSince != null && !now.isBefore(silentSince.plus(SILENCE));
    }

    /// When to look again even if nothing is heard: a look at what is in memory, no question to the server.
    Instant lookAgain() {
        return context.now().plus(LOOK);
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
            view = null;
        }
    }
}
