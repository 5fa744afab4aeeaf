package io.gennaker.cli.api;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Snapshots of one execution as the console sends them, over as many connections as it takes: the console may be
/// restarted meanwhile, and a new connection begins with a fresh snapshot.
final class LiveStream {
    /// Far above what an execution takes.
    private static final int LONGEST_EVENT = 16_000_000;
    private static final String DATA = "data:";

    private final ConsoleHttp http;
    private final String execution;
    private final HttpRequest request;
    private long heardAt = System.nanoTime();

    LiveStream(ConsoleHttp http, String execution, String path) {
        this.http = http;
        this.execution = execution;
        this.request =
                http.request(path).setHeader("Accept", "text/event-stream").build();
    }

    /// Waits for the snapshot for which `until` says true; it is asked about each.
    Execution await(Duration patience, Predicate<Execution> until) {
        long deadline = System.nanoTime() + patience.toNanos();
        String trouble = "the console knows no such execution yet";
        while (System.nanoTime() - deadline < 0) {
            try {
                Optional<Execution> end = connection(deadline, until);
                if (end.isPresent()) {
                    return end.get();
                }
                trouble = "the console ended the connection";
            } catch (IOException | TimeoutException broken) {
                trouble = http.notReached(broken);
            }
            if (System.nanoTime() - deadline < 0) {
                giveUpWhenLost(trouble);
                ConsoleHttp.pause(http.timing().pause());
            }
        }
        throw new CliFailure(
                ExitCode.TIMEOUT, "execution " + execution + " did not get there in " + patience.toSeconds() + " s");
    }

    private void giveUpWhenLost(String trouble) {
        if (System.nanoTime() - heardAt > http.timing().lost().toNanos()) {
            throw new CliFailure(ExitCode.UNREACHABLE, trouble);
        }
    }

    /// One connection's worth of snapshots.
    ///
    /// @return empty when the connection or the time ended before
    private Optional<Execution> connection(long deadline, Predicate<Execution> until)
            throws IOException, TimeoutException {
        HttpResponse<InputStream> response = open(deadline);
        try (InputStream body = response.body()) {
            if (ConsoleHttp.isAway(response.statusCode())) {
                throw new IOException("the server answered " + response.statusCode());
            }
            if (response.statusCode() != 200) {
                throw ConsoleHttp.failure(
                        response.statusCode(), new String(body.readNBytes(100_000), StandardCharsets.UTF_8));
            }
            heardAt = System.nanoTime();
            Thread watchdog = Thread.ofVirtual().start(() -> closeWhenSilent(body, deadline));
            try {
                return read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), until);
            } catch (IOException closed) {
                if (System.nanoTime() - deadline >= 0) {
                    return Optional.empty();
                }
                throw closed;
            } finally {
                watchdog.interrupt();
            }
        }
    }

    private HttpResponse<InputStream> open(long deadline) throws IOException, TimeoutException {
        CompletableFuture<HttpResponse<InputStream>> opening =
                http.client().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        long wait = Math.min(http.timing().silence().toNanos(), deadline - System.nanoTime());
        try {
            return opening.get(Math.max(1, wait), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw ConsoleHttp.interrupted();
        } finally {
            // Without effect on an answer that is there.
            opening.cancel(true);
        }
    }

    /// A reader cannot be told how long to wait, but what it reads from can be closed.
    private void closeWhenSilent(InputStream body, long deadline) {
        try {
            while (System.nanoTime() - deadline < 0
                    && System.nanoTime() - heardAt < http.timing().silence().toNanos()) {
                Thread.sleep(Math.clamp(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()), 1, 100));
            }
            body.close();
        } catch (InterruptedException done) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            // Then the reader ends by the same.
            return;
        }
    }

    private Optional<Execution> read(BufferedReader reader, Predicate<Execution> until) throws IOException {
        var data = new StringBuilder();
        @Nullable String line;
        while ((line = line(reader)) != null) {
            heardAt = System.nanoTime();
            if (line.startsWith(DATA)) {
                data.append(line, DATA.length(), line.length()).append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                Execution snapshot = ConsoleClient.json().readValue(data.toString(), Execution.class);
                data.setLength(0);
                if (until.test(snapshot)) {
                    return Optional.of(snapshot);
                }
            }
            if (data.length() > LONGEST_EVENT) {
                throw new IOException("an event of more than " + LONGEST_EVENT + " characters");
            }
        }
        return Optional.empty();
    }

    /// @return null at the end
    private static @Nullable String line(BufferedReader reader) throws IOException {
        var line = new StringBuilder();
        int next;
        while ((next = reader.read()) != '\n') {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
            if (line.length() > LONGEST_EVENT) {
                throw new IOException("a line of more than " + LONGEST_EVENT + " characters");
            }
        }
        return line.toString();
    }
}
