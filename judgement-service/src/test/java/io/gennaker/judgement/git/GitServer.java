package io.gennaker.judgement.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/// Serves a repository by Git's smart HTTP protocol, at `/acme/shop.git`, as a host does.
final class GitServer implements AutoCloseable {
    private static final String PATH = "/acme/shop.git";
    private static final String SERVICE = "git-upload-pack";

    private final HttpServer server;
    private final Repository repository;
    private volatile @Nullable String authorization;
    private volatile @Nullable String redirect;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean filters = true;

    GitServer(Path folder) throws IOException {
        repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).build();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Answers only to this user from now on.
    void requires(String user, String password) {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    void redirectsTo(String url) {
        redirect = url;
    }

    void failsNext(int times) {
        failures.set(times);
    }

    void withoutFilters() {
        filters = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
            } else if (redirect != null) {
                exchange.getResponseHeaders().set("Location", redirect + exchange.getRequestURI());
                exchange.sendResponseHeaders(302, -1);
            } else if (authorization != null
                    && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals(PATH + "/info/refs")) {
                send(exchange, "application/x-" + SERVICE + "-advertisement", advertisement(exchange));
            } else if (path.equals(PATH + "/" + SERVICE)) {
                send(exchange, "application/x-" + SERVICE + "-result", pack(exchange));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private UploadPack upload(HttpExchange exchange) {
        repository.getConfig().setBoolean("uploadpack", null, "allowFilter", filters);
        var upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        upload.setRequestPolicy(UploadPack.RequestPolicy.ANY);
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (protocol != null) {
            upload.setExtraParameters(List.of(protocol));
        }
        return upload;
    }

    private byte[] advertisement(HttpExchange exchange) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new PacketLineOut(bytes);
        var upload = upload(exchange);
        upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(out), SERVICE);
        return bytes.toByteArray();
    }

    private byte[] pack(HttpExchange exchange) throws IOException {
        var bytes = new ByteArrayOutputStream();
        InputStream body = exchange.getRequestBody();
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        upload(exchange).upload(packed ? new GZIPInputStream(body) : body, bytes, null);
        return bytes.toByteArray();
    }

    private static void send(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        repository.close();
    }
}
