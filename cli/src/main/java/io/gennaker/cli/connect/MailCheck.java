package io.gennaker.cli.connect;

import io.gennaker.cli.connect.Integrations.Mail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.net.ssl.SSLSocketFactory;

/// Whether a mail server greets. Nothing is sent, and nobody logs in: that would be a message, or no proof of one.
final class MailCheck {
    private static final int SUBMISSION = 587;
    private static final int PATIENCE_MILLISECONDS = 15_000;
    private static final int LONGEST_GREETING = 1_000;

    private final IntegrationsFile file;

    MailCheck(IntegrationsFile file) {
        this.file = file;
    }

    String check(Mail mail) {
        if ((mail.user() == null) != (mail.passwordFile() == null)) {
            throw new NotWorking("user and passwordFile must be given together");
        }
        String _ = file.secretOrNull(mail.passwordFile());
        int port = Objects.requireNonNullElse(mail.port(), SUBMISSION);
        String greeting = greeting(mail, port);
        if (!greeting.startsWith("220")) {
            throw new NotWorking(mail.host() + ":" + port + " greets with '" + greeting + "', must be 220");
        }
        return mail.host() + ":" + port + " greets";
    }

    private static String greeting(Mail mail, int port) {
        try (Socket socket = mail.tls() ? SSLSocketFactory.getDefault().createSocket() : new Socket()) {
            socket.connect(new InetSocketAddress(mail.host(), port), PATIENCE_MILLISECONDS);
            socket.setSoTimeout(PATIENCE_MILLISECONDS);
            var line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var greeting = new char[LONGEST_GREETING];
            int read = line.read(greeting);
            return read < 0
                    ? ""
                    : new String(greeting, 0, read).lines().findFirst().orElse("");
        } catch (IOException away) {
            throw new NotWorking(mail.host() + ":" + port + " does not answer: " + away.getMessage());
        }
    }
}
