package io.gennaker.playground.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gennaker.playground.cluster.controllers.PodLogs;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The API server of one simulated cluster: plain HTTP on the loopback address, no authentication.
public final class ApiServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ApiServer.class.getName());
    private static final Set<String> HEALTH = Set.of("/healthz", "/readyz", "/livez");

    private final HttpServer server;
    private final ClusterObjects objects;
    private final Discovery discovery;
    private final ResourceRequests resources;
    private final Faults faults = new Faults();
    private final RequestCounts counts = new RequestCounts();

    /// Starts to answer at once.
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the port is taken
    public ApiServer(int port, ClusterObjects objects, ObjectStore store, PodLogs logs) throws IOException {
        this.objects = objects;
        this.discovery = new Discovery(objects.kinds());
        this.resources = new ResourceRequests(objects, store, new LogRequests(objects, store, logs));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public Faults faults() {
        return faults;
    }

    public RequestCounts counts() {
        return counts;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            dispatch(exchange);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.log(System.Logger.Level.DEBUG, "Client left path={0}", exchange.getRequestURI());
        }
    }

    private void dispatch(HttpExchange exchange) throws IOException, InterruptedException {
        Call call = null;
        try {
            call = new Call(exchange);
            answer(call);
        } catch (ApiProblem problem) {
            answerProblem(exchange, call, problem);
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "Request failed path=" + exchange.getRequestURI(), failure);
            answerProblem(exchange, call, ApiProblem.internal(String.valueOf(failure.getMessage())));
        }
    }

    private static void answerProblem(HttpExchange exchange, @Nullable Call call, ApiProblem problem)
            throws IOException {
        if (call == null) {
            exchange.sendResponseHeaders(problem.code(), -1);
        } else if (exchange.getResponseCode() < 0) {
            call.answer(problem.code(), problem.toStatus());
        }
    }

    /// A watch over WebSocket gets an empty 200, on which fabric8 at once goes on with a plain HTTP watch; a 503
    /// makes it do so too, but only after trying for twenty seconds.
    private static void declineWebSocket(Call call) throws IOException {
        if (!call.flag("watch")) {
            throw ApiProblem.badRequest(
                    "the simulated cluster offers no WebSockets, and so no exec, attach or port-forward");
        }
        call.answerText("");
    }

    private void answer(Call call) throws IOException, InterruptedException {
        if (call.wantsWebSocket()) {
            declineWebSocket(call);
            return;
        }
        counts.count(call);
        var fault = faults.next(call.method(), call.where());
        if (fault.isPresent()) {
            if (fault.get().retryAfterSeconds() > 0) {
                call.header("Retry-After", String.valueOf(fault.get().retryAfterSeconds()));
            }
            throw fault.get().problem();
        }
        if (HEALTH.contains(call.path())) {
            call.answerText("ok");
            return;
        }
        var document = discovery.at(call.path());
        if (document.isPresent()) {
            call.answer(200, document.get());
            return;
        }
        var path = ResourcePath.parse(call.path(), objects.kinds()).orElseThrow(ApiProblem::noSuchPath);
        resources.answer(call, path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
