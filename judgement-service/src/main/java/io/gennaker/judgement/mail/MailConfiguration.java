package io.gennaker.judgement.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How e-mail is sent.
@ConfigMapping(prefix = "gennaker.mail")
public interface MailConfiguration {
    /// The server; without it nothing is sent.
    Optional<String> host();

    @WithDefault("587")
    int port();

    /// Who writes, such as `gennaker@example.com`.
    Optional<String> from();

    Optional<String> user();

    /// Holds the password.
    Optional<Path> passwordFile();

    /// TLS from the first byte on.
    @WithDefault("false")
    boolean tls();

    /// TLS from the greeting on: `REQUIRED`, `OPTIONAL` or `DISABLED`.
    @WithDefault("REQUIRED")
    StartTLSOptions startTls();

    @WithDefault("20s")
    Duration timeout();
}
