package io.gennaker.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;

/// Requests to the console, and what its answers mean. Every failure is a [CliFailure] that says what the server said.
final class ConsoleHttp {
    private static final int TOO_MANY = 429;

    private final URI server;
    private final String token;
    private final Timing timing;
    private final HttpClient http;

    ConsoleHttp(URI server, String token, Timing timing) {
        requireAddress(server);
        if (!token.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            throw new IllegalArgumentException("the token has characters that no token has, such as spaces");
        }
        this.server = server;
        this.token = token;
        this.timing = timing;
        this.http = HttpClient.newBuilder().connectTimeout(timing.connect()).build();
    }

    static void requireAddress(URI server) {
        if (server.getHost() == null || !("http".equals(server.getScheme()) || "https".equals(server.getScheme()))) {
            throw new IllegalArgumentException(
                    "the console's address is '" + server + "'; allowed is http://HOST[:PORT] or https://HOST[:PORT]");
        }
    }

    ConsoleHttp persisting(Duration time) {
        return new ConsoleHttp(server, token, timing.persisting(time));
    }

    Timing timing() {
        return timing;
    }

    HttpClient client() {
        return http;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
    }

    /// Sends a request that may be repeated: while the console is away, or asked too often, it is, as long as
    /// [Timing#persistence()] says.
    HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(timing.answer()).build();
        long deadline = System.nanoTime() + timing.persistence().toNanos();
        while (true) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (!isForLater(response.statusCode()) || System.nanoTime() >= deadline) {
                    return response;
                }
            } catch (IOException unreachable) {
                if (System.nanoTime() >= deadline) {
                    throw new CliFailure(ExitCode.UNREACHABLE, notReached(unreachable));
                }
            } catch (InterruptedException interrupted) {
                throw interrupted();
            }
            pause(timing.pause());
        }
    }

    String notReached(Exception why) {
        return "the console at " + server + " is not reached (" + why.getClass().getSimpleName()
                + "); start the local platform with ./gennaker up, or choose another: gennaker contexts";
    }

    private static boolean isForLater(int status) {
        return status == TOO_MANY || isAway(status);
    }

    static boolean isAway(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    static <T> T read(HttpResponse<String> response, TypeReference<T> type) {
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), response.body());
        }
        try {
            return ConsoleClient.json().readValue(response.body(), type);
        } catch (JsonProcessingException malformed) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, "the server's answer is not as expected: " + malformed.getOriginalMessage());
        }
    }

    static CliFailure failure(int status, String body) {
        ExitCode code =
                switch (status) {
                    case 400 -> ExitCode.USAGE;
                    case 401, 403, 409 -> ExitCode.REFUSED;
                    case 404 -> ExitCode.NOT_FOUND;
                    case 413, 422 -> ExitCode.INVALID;
                    case 504 -> ExitCode.TIMEOUT;
                    default -> ExitCode.UNREACHABLE;
                };
        return new CliFailure(code, message(status, body) + next(status));
    }

    /// What helps to go on.
    private static String next(int status) {
        return switch (status) {
            case 401 -> "; log in again: gennaker login, or see that the token is right";
            case 403 -> "; what you may do: gennaker whoami";
            default -> "";
        };
    }

    private static String message(int status, String body) {
        try {
            JsonNode answer = ConsoleClient.json().readTree(body);
            if (answer.path("problems").isArray() && !answer.path("problems").isEmpty()) {
                return answer.path("problems")
                        .valueStream()
                        .map(problem -> problem.path("text").asText())
                        .collect(Collectors.joining("\n"));
            }
            String message = answer.path("message").asText();
            return message.isEmpty() ? "the server answered " + status : message;
        } catch (JsonProcessingException notJson) {
            return "the server answered " + status;
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw interrupted();
        }
    }

    static CliFailure interrupted() {
        Thread.currentThread().interrupt();
        return new CliFailure(ExitCode.TIMEOUT, "interrupted");
    }
}
