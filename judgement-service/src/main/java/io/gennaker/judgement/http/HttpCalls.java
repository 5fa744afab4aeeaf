package io.gennaker.judgement.http;

import io.gennaker.contracts.HttpCall;
import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests over HTTP. The name is resolved here, the address is checked, and the connection goes to that address:
/// a name that resolves to another one a moment later changes nothing. Redirects are answers like others and not
/// followed.
@Singleton
public class HttpCalls implements Calls {
    /// The answer to a request as it came.
    record Answer(HttpClientResponse head, Buffer body) {}

    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LONGEST_EXCERPT = 200;
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer", "expect");

    private final HttpClient client;
    private final Addresses addresses;
    private final CalloutSecrets secrets;
    private final Duration timeout;

    HttpCalls(Vertx vertx, CalloutConfiguration configuration, CalloutSecrets secrets, Addresses addresses) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                // a span would tell the address, which may be a secret
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setConnectTimeout((int) configuration.timeout().toMillis()));
        this.addresses = addresses;
        this.secrets = secrets;
        this.timeout = configuration.timeout();
    }

    @PreDestroy
    void close() {
        client.close();
    }

    @Override
    public Response send(HttpCall call, Map<String, String> more) throws CallFailed, InterruptedException {
        Answer answer = request(call, more);
        return answer(answer.head(), answer.body().toString(StandardCharsets.UTF_8));
    }

    Answer request(HttpCall call, Map<String, String> more) throws CallFailed, InterruptedException {
        URI target = target(call.url());
        RequestOptions options = options(call, target);
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            options.putHeader(checked(header.getKey()), header.getValue());
        }
        for (Map.Entry<String, String> header : call.secretHeaders().entrySet()) {
            options.putHeader(checked(header.getKey()), secrets.value(header.getValue(), origin(target)));
        }
        more.forEach(options::putHeader);
        return await(options, call.body() == null ? Buffer.buffer() : Buffer.buffer(call.body()));
    }

    private static URI target(String url) throws CallFailed {
        try {
            URI target = URI.create(url);
            if (target.getHost() != null && target.getRawUserInfo() == null) {
                return target;
            }
        } catch (IllegalArgumentException malformed) {
            throw CallFailed.refused("url '" + url + "' is malformed: " + malformed.getMessage());
        }
        throw CallFailed.refused("url '" + url + "' must have a host, and no user in it");
    }

    private static String origin(URI target) {
        String port = target.getPort() < 0 ? "" : ":" + target.getPort();
        return (target.getScheme() + "://" + target.getHost() + port).toLowerCase(Locale.ROOT);
    }

    private static String checked(String header) throws CallFailed {
        if (OURS.contains(header.toLowerCase(Locale.ROOT))) {
            throw CallFailed.refused("header '" + header + "' is set by the connection; allowed are others");
        }
        return header;
    }

    private RequestOptions options(HttpCall call, URI target) throws CallFailed {
        boolean tls = target.getScheme().equalsIgnoreCase("https");
        int port = target.getPort() < 0 ? (tls ? 443 : 80) : target.getPort();
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(
                        port, addresses.allowed(target.getHost()).getFirst().getHostAddress()))
                .setHost(target.getHost())
                .setPort(port)
                .setSsl(tls)
                .setMethod(HttpMethod.valueOf(call.method()))
                .setURI(target.getRawQuery() == null ? path : path + "?" + target.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
    }

    private Answer await(RequestOptions options, Buffer body) throws CallFailed, InterruptedException {
        Future<HttpClientRequest> begun = client.request(options);
        try {
            return begun.compose(request -> request.send(body).compose(response -> read(request, response)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw CallFailed.noAnswer("no answer: "
                    + Objects.requireNonNullElse(failed.getCause(), failed).getMessage());
        } catch (InterruptedException stopped) {
            giveUp(begun);
            throw stopped;
        } catch (TimeoutException late) {
            giveUp(begun);
            throw CallFailed.noAnswer(
                    "no answer within " + timeout.multipliedBy(2).toSeconds() + " s");
        }
    }

    /// An answer that comes piece by piece never times out by itself. Its connection is given back, also one that
    /// comes only later: there are few to one server, and others wait for them.
    private static void giveUp(Future<HttpClientRequest> begun) {
        begun.onSuccess(HttpClientRequest::reset);
    }

    private static Future<Answer> read(HttpClientRequest request, HttpClientResponse response) {
        Promise<Answer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            if (body.length() + part.length() > LARGEST_BODY) {
                read.tryFail("the answer has more than " + LARGEST_BODY + " bytes");
                request.reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.exceptionHandler(read::tryFail);
        response.endHandler(_ -> read.tryComplete(new Answer(response, body)));
        return read.future();
    }

    private static Response answer(HttpClientResponse response, String body) {
        String line = body.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        String excerpt = line.isEmpty()
                ? ""
                : ": " + (line.length() <= LONGEST_EXCERPT ? line : line.substring(0, LONGEST_EXCERPT) + "…");
        return new Response(response.statusCode(), response.getHeader("Location"), JsonPath.facts(body), excerpt);
    }
}
