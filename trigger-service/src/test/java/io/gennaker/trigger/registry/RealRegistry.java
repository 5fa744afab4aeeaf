package io.gennaker.trigger.registry;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// The CNCF's Distribution in a process of its own, as Debian packages it, and `skopeo` that pushes to it.
public final class RealRegistry implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path folder;

    private RealRegistry(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    public static boolean isInstalled() {
        return Stream.of("docker-registry", "skopeo")
                .allMatch(program -> Files.isExecutable(Path.of("/usr/bin", program)));
    }

    /// @param webhook that is told of pushes, with the secret
    public static RealRegistry start(Path folder, URI webhook, String secret) throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(
                folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: warn}
                storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
                http: {addr: "127.0.0.1:%d"}
                notifications:
                  endpoints:
                    - name: gennaker
                      url: %s
                      headers: {Authorization: ["Bearer %s"]}
                      timeout: 2s
                      threshold: 3
                      backoff: 1s
                """.formatted(folder.resolve("data"), port, webhook, secret));
        Process process = new ProcessBuilder("/usr/bin/docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        var registry = new RealRegistry(process, port, folder);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(registry.url().resolve("/v2/")).build();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreException(IOException.class)
                    .until(() -> http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200);
        }
        return registry;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// As image names begin.
    public String host() {
        return "127.0.0.1:" + port;
    }

    /// Pushes an image.
    ///
    /// @param name path and tag, such as `acme/shop:v2`
    /// @return its digest
    public String push(String name) throws Exception {
        Path layout = Files.createTempDirectory(folder, "image");
        String digest = write(layout, name);
        Process skopeo = new ProcessBuilder(
                        "/usr/bin/skopeo",
                        "--insecure-policy",
                        "copy",
                        "--dest-tls-verify=false",
                        "oci:" + layout,
                        "docker://" + host() + "/" + name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("skopeo.log").toFile())
                .start();
        if (!skopeo.waitFor(30, TimeUnit.SECONDS) || skopeo.exitValue() != 0) {
            throw new IllegalStateException("skopeo: " + Files.readString(folder.resolve("skopeo.log")));
        }
        return digest;
    }

    /// The smallest image there is, in the layout of OCI.
    private static String write(Path layout, String label) throws Exception {
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        byte[] tar = new byte[1024];
        byte[] layer = gzip(tar);
        byte[] config = """
                {"architecture":"amd64","os":"linux","config":{"Labels":{"name":"%s"}},"rootfs":{"type":"layers","diff_ids":["%s"]}}
                """.formatted(label, sha256(tar)).strip().getBytes(StandardCharsets.UTF_8);
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}
                """.formatted(
                        descriptor(layout, "application/vnd.oci.image.config.v1+json", config),
                        descriptor(layout, "application/vnd.oci.image.layer.v1.tar+gzip", layer))
                .strip()
                .getBytes(StandardCharsets.UTF_8);
        String described = descriptor(layout, "application/vnd.oci.image.manifest.v1+json", manifest);
        Files.writeString(
                layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(described));
        return sha256(manifest);
    }

    private static String descriptor(Path layout, String mediaType, byte[] blob) throws Exception {
        String digest = sha256(blob);
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        Files.write(blobs.resolve(digest.substring("sha256:".length())), blob);
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(mediaType, digest, blob.length);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
