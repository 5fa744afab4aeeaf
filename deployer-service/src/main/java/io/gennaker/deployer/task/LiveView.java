package io.gennaker.deployer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A cluster's view that is opened when first needed, opened anew when the server is not heard for a while
/// (which says plainly whether the server is away), and now and then in case a watch went deaf without a word.
public final class LiveView implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /// Watches end now and then and are taken up again at once: that is no silence worth a word.
    private static final Duration HICCUP = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Supplier<Cluster> cluster;
    private final Wakeup wakeup;
    private final Ports ports;
    private final Supplier<Set<Cluster.Selection>> selections;
    private Cluster.@Nullable View view;
    private Instant openedAt = Instant.EPOCH;
    private @Nullable Instant silentSince;
    private Instant vouchedAt = Instant.EPOCH;

    /// @param selections asked at every opening: what is to be seen may depend on what is there
    LiveView(TaskContext context, Supplier<Set<Cluster.Selection>> selections) {
        this(context::cluster, context.wakeup(), context.ports(), selections);
    }

    /// @param wakeup raised whenever the view may show something else
    /// @param selections asked at every opening: what is to be seen may depend on what is there
    public LiveView(
            Supplier<Cluster> cluster, Wakeup wakeup, Ports ports, Supplier<Set<Cluster.Selection>> selections) {
        this.cluster = cluster;
        this.wakeup = wakeup;
        this.ports = ports;
        this.selections = selections;
    }

    /// @throws ClusterProblem when it has to be opened and the server does not answer
    public Cluster.View current() {
        if (view == null || isOutdated(view)) {
            close();
            view = cluster.get().watch(selections.get(), wakeup::raise);
            openedAt = now();
            silentSince = null;
        }
        return view;
    }

    private boolean isOutdated(Cluster.View open) {
        Instant now = now();
        if (open.isLive() || isVouchedFor(now)) {
            silentSince = null;
        } else if (silentSince == null) {
            silentSince = now;
        }
        return !now.isBefore(openedAt.plus(ports.settings().resync()))
                || silentSince != null && !now.isBefore(silentSince.plus(SILENCE));
    }

    /// Before a watch that brings nothing is taken for broken, the server is asked: it may just have nothing to tell.
    private boolean isVouchedFor(Instant now) {
        if (now.isBefore(vouchedAt.plus(SILENCE))) {
            return true;
        }
        if (silentSince == null || now.isBefore(silentSince.plus(HICCUP))) {
            return false;
        }
        try {
            cluster.get().greet();
            vouchedAt = now;
            return true;
        } catch (ClusterProblem.Unavailable away) {
            return false;
        }
    }

    /// Whether the server has not been heard for a while. A watch that is open and brings nothing is heard.
    boolean isSilent() {
        return silentSince != null && !now().isBefore(silentSince.plus(HICCUP));
    }

    /// When to look again even if nothing is heard: a look at what is in memory, no question to the server.
    public Instant lookAgain() {
        return now().plus(LOOK);
    }

    private Instant now() {
        return ports.clock().instant();
    }

    @Override
    public void close() {
        if (view != null) {
            view.close();
            view = null;
        }
    }
}
