package io.gennaker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.FakeConsole;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Runs command lines against a console that the test plays, in a home of its own.
abstract class CommandLines {
    @TempDir
    Path home;

    FakeConsole server;
    final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        server = new FakeConsole();
        environment.put("GENNAKER_ROOT", Path.of("..").toString());
        environment.put("GENNAKER_HOME", home.toString());
        environment.put("GENNAKER_SERVER", server.address().toString());
        environment.put("GENNAKER_TOKEN", "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    record Result(int code, String out, String err) {
        /// The output must be one document and nothing else.
        JsonNode json() {
            try {
                return ConsoleClient.json()
                        .reader()
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readTree(out);
            } catch (IOException malformed) {
                throw new AssertionError("not one JSON document: " + out, malformed);
            }
        }
    }

    Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int code = Gennaker.run(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static String json(Object value) {
        try {
            return ConsoleClient.json().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
