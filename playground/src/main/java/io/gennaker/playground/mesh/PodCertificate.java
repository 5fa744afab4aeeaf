package io.gennaker.playground.mesh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The certificate that all pods show, signed by itself and made by the JDK's `keytool` when the first TLS connection
/// comes: those who ask must not check who signed it.
final class PodCertificate {

    /// Of a store that lives in a folder of this user for a moment; it guards nothing.
    private static final String PASSWORD = "simulated";

    private @Nullable SSLSocketFactory sockets;

    synchronized SSLSocketFactory sockets() throws IOException, InterruptedException {
        SSLSocketFactory made = sockets == null ? make() : sockets;
        sockets = made;
        return made;
    }

    private static SSLSocketFactory make() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("pod-certificate");
        var store = folder.resolve("store.p12");
        try {
            generate(store);
            var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The pods' certificate could not be made", impossible);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(folder);
        }
    }

    private static void generate(Path store) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "pod",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=simulated-pod",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
