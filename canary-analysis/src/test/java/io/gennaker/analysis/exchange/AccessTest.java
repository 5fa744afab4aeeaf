package io.gennaker.analysis.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store behind TLS whose certificate nobody but its own authority knows.
class AccessTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private HttpsServer server;

    @BeforeAll
    static void makeACertificate() throws Exception {
        keytool("-genkeypair", "-alias", "store", "-keyalg", "EC", "-dname", "CN=store", "-ext", "SAN=IP:127.0.0.1");
        keytool("-exportcert", "-alias", "store", "-rfc", "-file", certificate().toString());
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", exchange -> {
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            var body = ("\"" + authorization + "\"").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldTrustTheGivenAuthorityAndSendThePasswordThatIsInItsFile() throws Exception {
        // Given
        var password = Files.writeString(folder.resolve("password"), "secret\n");
        var access = new Access(
                Optional.empty(), Optional.of("gennaker"), Optional.of(password), Optional.of(certificate()));

        // When
        var answer = store(access).ask(HttpRequest.newBuilder(address()), "up");

        // Then
        assertThat(answer.json().asText()).isEqualTo("Basic Z2VubmFrZXI6c2VjcmV0");
    }

    @Test
    void shouldNotTrustAnotherAuthority() {
        assertThatThrownBy(() -> store(Access.NONE).ask(HttpRequest.newBuilder(address()), "up"))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessageContaining("cannot be reached: SSLHandshakeException");
    }

    @Test
    void shouldNotTellATokenThatNoHeaderMayHave() throws Exception {
        // Given
        var token = Files.writeString(folder.resolve("token"), "first-part\nsecond-part\n");
        var access = new Access(Optional.of(token), Optional.empty(), Optional.empty(), Optional.of(certificate()));

        // When, then
        assertThatThrownBy(() -> store(access).ask(HttpRequest.newBuilder(address()), "up"))
                .isInstanceOf(MetricSourceUnavailable.class)
                .hasMessage("the secret for the header Authorization holds characters that may not be sent")
                .hasNoCause();
    }

    @Test
    void shouldRefuseAFileThatHoldsNoCertificate() throws IOException {
        // Given
        var file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        var access = new Access(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(file));

        // When, then
        assertThatThrownBy(() -> store(access)).hasMessageStartingWith("authorities: cannot use " + file);
    }

    private HttpStore store(Access access) {
        return new HttpStore("the store", address(), access, Duration.ofSeconds(20), 1_000);
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Path certificate() {
        return folder.resolve("store.pem");
    }

    private static SSLContext context() throws Exception {
        var store = KeyStore.getInstance(folder.resolve("store.p12").toFile(), PASSWORD.toCharArray());
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /// The JDK's own tool makes certificates.
    private static void keytool(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", folder.resolve("store.p12").toString(), "-storepass", PASSWORD));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }
}
