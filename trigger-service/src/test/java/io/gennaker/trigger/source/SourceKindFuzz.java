package io.gennaker.trigger.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For `benchmarks/fuzz.sh`: calls of webhooks. The first byte chooses the kind, the second the headers; what
/// cannot be read is said so, as the resource answers it with 400. Any other exception is a finding.
public final class SourceKindFuzz {
    private static final List<Map<String, String>> HEADERS = List.of(
            Map.of(),
            Map.of("x-github-event", "push", "x-github-delivery", "d1"),
            Map.of("x-github-event", "registry_package", "x-github-delivery", "d1"),
            Map.of("x-github-event", "release", "x-github-delivery", "d1"),
            Map.of("x-gitlab-event", "Push Hook", "idempotency-key", "k"),
            Map.of("ce-type", "dev.cdevents.artifact.published.0.2.0", "ce-id", "1", "ce-source", "/ci"));

    private SourceKindFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var kind = SourceKind.values()[Byte.toUnsignedInt(input[0]) % SourceKind.values().length];
        Map<String, String> headers = HEADERS.get(Byte.toUnsignedInt(input[1]) % HEADERS.size());
        String body = new String(input, 2, input.length - 2, StandardCharsets.UTF_8);
        try {
            kind.read(new Call("fuzz", Optional.of("registry.acme.io"), headers, body, Instant.EPOCH));
        } catch (UnreadableCall | IllegalArgumentException expected) {
            // said so
        }
    }

    /// Writes seeds into a folder.
    public static void main(String[] arguments) throws IOException {
        var calls = new ArrayList<Call>(
                List.of(Calls.registry(), Calls.dockerHub(), Calls.githubPackage(), Calls.quay(), Calls.harbor()));
        calls.add(Calls.pubsub("{\"action\":\"INSERT\",\"digest\":\"us.gcr.io/acme/shop@DIGEST\"}"));
        int number = 0;
        for (SourceKind kind : SourceKind.values()) {
            for (Call call : calls) {
                for (int headers = 0; headers < HEADERS.size(); headers++) {
                    byte[] start = {(byte) kind.ordinal(), (byte) headers};
                    byte[] body = call.text().getBytes(StandardCharsets.UTF_8);
                    byte[] seed = new byte[body.length + 2];
                    System.arraycopy(start, 0, seed, 0, 2);
                    System.arraycopy(body, 0, seed, 2, body.length);
                    Files.write(Path.of(arguments[0], Integer.toString(number++)), seed);
                }
            }
        }
    }
}
