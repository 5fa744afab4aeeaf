package io.gennaker.analysis.exchange;

import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// How a server is convinced, and how it convinces. Secrets are read from their files at each request, so a new one is
/// taken up without a restart.
///
/// @param tokenFile holds a bearer token
/// @param user of basic authentication, whose password `passwordFile` holds
/// @param authorities PEM file of the certificates that are trusted; empty: those of the JDK
public record Access(
        Optional<Path> tokenFile, Optional<String> user, Optional<Path> passwordFile, Optional<Path> authorities) {

    public static final Access NONE =
            new Access(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Access {
        if (user.isPresent() != passwordFile.isPresent()) {
            throw new IllegalArgumentException("access: found %s, user and password file must be given together"
                    .formatted(user.isPresent() ? "a user alone" : "a password file alone"));
        }
        if (user.isPresent() && tokenFile.isPresent()) {
            throw new IllegalArgumentException("access: found a token and a user, must be one of them");
        }
    }

    /// Value of the header `Authorization`.
    Optional<String> authorization() throws MetricSourceUnavailable {
        if (tokenFile.isPresent()) {
            return Optional.of("Bearer " + SecretFile.read(tokenFile.get()));
        }
        if (user.isPresent()) {
            var pair = user.get() + ":" + SecretFile.read(passwordFile.orElseThrow());
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    HttpClient.Builder trusting(HttpClient.Builder client) {
        authorities.ifPresent(file -> client.sslContext(context(file)));
        return client;
    }

    private static SSLContext context(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalArgumentException(
                    "authorities: cannot use " + file + ": " + unusable.getMessage(), unusable);
        }
    }
}
