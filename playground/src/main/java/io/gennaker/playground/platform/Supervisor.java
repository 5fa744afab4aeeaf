package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Starts, stops and finds again the processes of components.
///
/// What runs is known from pid files alone, so any number of short-lived command lines see the same. A process is only
/// ever touched when its id *and* its birth are those in the file: an id that was given to another program after a
/// crash is a process that is gone.
final class Supervisor {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    static final Duration END_WITHIN = Duration.ofSeconds(20);
    private static final Duration END_WITHIN_WHEN_FORCED = Duration.ofSeconds(10);
    private static final int SHOWN_LINES = 20;

    private final PlatformHome home;
    private final Duration endWithin;
    /// More at once would only make each of them slower, up to missing its time to be ready.
    private final Semaphore starts =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    /// @param endWithin after which a process that was asked to end is ended by force
    Supervisor(PlatformHome home, Duration endWithin) {
        this.home = home;
        this.endWithin = endWithin;
    }

    /// Starts those that do not run, in the order of their needs, and waits until all are ready.
    ///
    /// @throws PlatformException telling of every component that failed, with the end of its log
    void up(List<Component> components, ProgressListener listener) {
        try (var _ = PlatformLock.take(home.lock())) {
            requireSamePorts(components);
            PortCheck.requireFree(components.stream()
                    .filter(component -> process(component).isEmpty())
                    .toList());
            OrderedRun.needsFirst(components).forEach(component -> start(component, reportTo(component, listener)));
        }
    }

    /// Stops those that run, in the reverse order of their needs.
    void down(List<Component> components, ProgressListener listener) {
        try (var _ = PlatformLock.take(home.lock())) {
            OrderedRun.needsLast(components).forEach(component -> stop(component, reportTo(component, listener)));
        }
    }

    /// Ends the process at once, without a word to it; does not wait for others that start or stop components.
    ///
    /// @return false when it did not run
    boolean kill(Component component) {
        var process = process(component);
        process.ifPresent(running -> {
            running.destroyForcibly();
            awaitEnd(running, END_WITHIN_WHEN_FORCED);
        });
        return process.isPresent();
    }

    ComponentStatus status(Component component) {
        var entry = home.pidFile(component.name()).read();
        var process = process(component);
        if (process.isEmpty()) {
            var crashed = entry.isPresent();
            return new ComponentStatus(
                    component.name(),
                    crashed ? ComponentStatus.State.CRASHED : ComponentStatus.State.STOPPED,
                    crashed ? "its process ended by itself" : "",
                    OptionalLong.empty(),
                    component.ports(),
                    component.address(),
                    Optional.empty(),
                    OptionalLong.empty());
        }
        var readiness = component.probe().check();
        return new ComponentStatus(
                component.name(),
                switch (readiness) {
                    case Ready _ -> ComponentStatus.State.READY;
                    case NotYet _ -> ComponentStatus.State.NOT_READY;
                },
                switch (readiness) {
                    case Ready _ -> "";
                    case NotYet notYet -> notYet.reason();
                },
                OptionalLong.of(process.get().pid()),
                entry.map(PidFile.Entry::ports).orElse(component.ports()),
                component.address(),
                process.get().info().startInstant().map(began -> Duration.between(began, Instant.now())),
                ResidentMemory.of(process.get()));
    }

    Optional<ProcessHandle> process(Component component) {
        return home.pidFile(component.name())
                .read()
                .flatMap(entry -> entry.identity().process())
                .or(component.launcher()::find);
    }

    private void start(Component component, Report report) {
        try {
            var running = process(component);
            if (running.isPresent()) {
                prepare(component);
                awaitReady(component, running.get(), report);
                report.tell(
                        Progress.State.ALREADY_RUNNING, "pid " + running.get().pid());
                return;
            }
            starts.acquire();
            try {
                report.tell(Progress.State.STARTING, "");
                var process = launch(component);
                prepare(component);
                awaitReady(component, process, report);
                report.tell(Progress.State.READY, component.address().orElse(""));
            } finally {
                starts.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("interrupted", e);
        } catch (RuntimeException e) {
            report.tell(Progress.State.FAILED, String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private ProcessHandle launch(Component component) {
        var log = new LogFile(home.log(component.name()));
        log.rotate();
        try {
            var process = component.launcher().start(log.path());
            home.pidFile(component.name()).write(new PidFile.Entry(ProcessIdentity.of(process), component.ports()));
            return process;
        } catch (IOException e) {
            throw new PlatformException("could not be started: " + e.getMessage(), e);
        }
    }

    private static void prepare(Component component) {
        try {
            component.launcher().prepare();
        } catch (IOException e) {
            throw new PlatformException("runs, but could not be prepared: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Component component, ProcessHandle process, Report report) {
        var deadline = System.nanoTime() + component.readyWithin().toNanos();
        var reason = "";
        while (System.nanoTime() < deadline) {
            switch (component.probe().check()) {
                case Ready _
                when process.isAlive() -> {
                    return;
                }
                case Ready _ -> reason = "its port is answered by another process";
                case NotYet notYet -> {
                    if (!notYet.reason().equals(reason)) {
                        reason = notYet.reason();
                        report.tell(Progress.State.WAITING, reason);
                    }
                }
            }
            if (awaitEnd(process, LOOK_EVERY)) {
                throw new PlatformException("its process ended before it was ready" + endOfLog(component));
            }
        }
        throw new PlatformException("not ready after " + component.readyWithin().toSeconds() + " s, the last it said: "
                + reason + endOfLog(component));
    }

    private void stop(Component component, Report report) {
        var process = process(component);
        if (process.isPresent()) {
            report.tell(Progress.State.STOPPING, "pid " + process.get().pid());
            component.launcher().stop(process.get(), endWithin);
            if (!awaitEnd(process.get(), endWithin)) {
                process.get().destroyForcibly();
                if (!awaitEnd(process.get(), END_WITHIN_WHEN_FORCED)) {
                    report.tell(Progress.State.FAILED, "does not end");
                    throw new PlatformException(
                            "process " + process.get().pid() + " does not end, not even when killed");
                }
            }
            report.tell(Progress.State.STOPPED, "");
        }
        home.pidFile(component.name()).remove();
    }

    private void requireSamePorts(List<Component> components) {
        for (var component : components) {
            var entry = home.pidFile(component.name()).read();
            if (process(component).isPresent()
                    && entry.isPresent()
                    && !entry.get().ports().equals(component.ports())) {
                throw new PlatformException(
                        component.name() + " runs on " + entry.get().ports() + ", but "
                                + component.ports() + " is asked for now: run `gennaker down` first, or leave "
                                + PortTable.BASE_VARIABLE + " as it was");
            }
        }
    }

    private String endOfLog(Component component) {
        var lines = new LogFile(home.log(component.name())).tail(SHOWN_LINES);
        return "\n  the end of " + home.log(component.name()) + ":\n  | " + String.join("\n  | ", lines);
    }

    /// @return whether it ended
    private static boolean awaitEnd(ProcessHandle process, Duration bound) {
        try {
            process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static Report reportTo(Component component, ProgressListener listener) {
        var began = System.nanoTime();
        return (state, detail) -> {
            synchronized (listener) {
                listener.onProgress(
                        new Progress(component.name(), state, detail, Duration.ofNanos(System.nanoTime() - began)));
            }
        };
    }

    private interface Report {
        void tell(Progress.State state, String detail);
    }
}
