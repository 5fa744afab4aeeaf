package io.gennaker.judgement.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gennaker.contracts.HttpCall;
import io.gennaker.judgement.callout.AddressRules;
import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.Network;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests to a server, of which one answer comes drop by drop and never ends.
class HttpCallsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /// As many connections as there may be to one server at once.
    private static final int AS_MANY_AS_FIT = 5;

    private final List<String> traced = new CopyOnWriteArrayList<>();
    private final Vertx vertx =
            Vertx.builder().withTracer(_ -> new Traces(traced)).build();
    private final ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpCalls calls = new HttpCalls(
            vertx,
            new SecondsOnly(),
            new CalloutSecrets(new SecondsOnly()),
            new Addresses(new AddressRules(List.of(Network.parse("127.0.0.1/32"))), InetAddress::getAllByName));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/drip", this::drip);
        server.createContext("/ok", HttpCallsTest::answer);
        server.start();
    }

    @AfterEach
    void close() {
        drops.shutdownNow();
        server.stop(0);
        calls.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        threads.shutdownNow();
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        drops.scheduleAtFixedRate(() -> drop(body), 0, 100, TimeUnit.MILLISECONDS);
    }

    /// Whoever asked is gone: the exception ends the dripping.
    private static void drop(OutputStream body) {
        try {
            body.write('.');
            body.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @Test
    void shouldGiveBackTheConnectionOfACallThatIsGivenUp() throws Exception {
        // Given
        List<Future<Object>> begun = Stream.generate(() -> threads.<Object>submit(() -> status("/drip")))
                .limit(AS_MANY_AS_FIT)
                .toList();
        for (Future<Object> call : begun) {
            assertThat(failure(call)).isInstanceOf(CallFailed.class);
        }

        // When
        int status = await("a connection").atMost(SOON).until(this::statusOrNone, found -> found != 0);

        // Then
        assertThat(status).isEqualTo(204);
    }

    /// That of a workflow in Teams is a secret.
    @Test
    void shouldTellNoTraceOfAnAddress() throws Exception {
        // When
        int status = status("/ok?sig=secret");

        // Then
        assertThat(status).isEqualTo(204);
        assertThat(traced).isEmpty();
    }

    /// Knows the addresses of all requests that it may trace.
    private record Traces(List<String> addresses) implements VertxTracer<String, String> {
        @Override
        public <R> String sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tags) {
            if (policy != TracingPolicy.IGNORE) {
                addresses.add(tags.extract(request).toString());
            }
            return operation;
        }
    }

    private static Throwable failure(Future<Object> call) throws InterruptedException {
        try {
            throw new AssertionError("answered " + call.get());
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    private int statusOrNone() throws InterruptedException {
        try {
            return status("/ok");
        } catch (CallFailed none) {
            return 0;
        }
    }

    private int status(String path) throws CallFailed, InterruptedException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
        return calls.send(new HttpCall("GET", url, Map.of(), Map.of(), null), Map.of())
                .status();
    }

    private record SecondsOnly() implements CalloutConfiguration {
        @Override
        public Optional<List<String>> allowedNetworks() {
            return Optional.empty();
        }

        @Override
        public Optional<URI> callbackUrl() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> secretFile() {
            return Optional.empty();
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Map<String, Secret> secrets() {
            return Map.of();
        }
    }
}
