package io.gennaker.judgement.mail;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FailureCode;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.Tries;
import io.gennaker.judgement.notice.Links;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends e-mail. What is sent twice, as after a crash, has the same `Message-ID`.
@Singleton
@Typed(MailNotices.class)
public class MailNotices implements Notices {
    /// As the pipeline language has it; here for what came by an expression.
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{0,199}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private final @Nullable MailClient client;
    private final String from;
    private final Duration timeout;
    private final Links links;

    MailNotices(Vertx vertx, MailConfiguration configuration, Links links) {
        this.links = links;
        this.timeout = configuration.timeout();
        this.from = configuration.from().orElse("");
        if (configuration.host().isPresent() && !ADDRESS.matcher(from).matches()) {
            throw new IllegalArgumentException("gennaker.mail.from is '"
                    + CONTROL.matcher(from).replaceAll("?") + "'; allowed is an e-mail address");
        }
        this.client = configuration
                .host()
                .map(host -> MailClient.create(vertx, config(configuration, host)))
                .orElse(null);
    }

    private static MailConfig config(MailConfiguration configuration, String host) {
        var config = new MailConfig()
                .setHostname(host)
                .setPort(configuration.port())
                .setSsl(configuration.tls())
                .setStarttls(configuration.startTls())
                .setKeepAlive(false)
                .setConnectTimeout((int) configuration.timeout().toMillis());
        configuration.user().ifPresent(user -> config.setUsername(user).setLogin(LoginOption.REQUIRED));
        configuration.passwordFile().map(MailNotices::read).ifPresent(config::setPassword);
        return config;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("gennaker.mail.password-file " + file + " cannot be read", unreadable);
        }
    }

    @PreDestroy
    void close() {
        if (client != null) {
            client.close();
        }
    }

    @Override
    public Step next(Notice notice, @Nullable Progress progress) throws InterruptedException {
        if (client == null) {
            return refused("e-mail is not configured: set gennaker.mail.host");
        }
        String to = notice.what().to();
        if (to == null || !ADDRESS.matcher(to).matches()) {
            return refused("a notice by e-mail needs one address in 'to'");
        }
        try {
            client.sendMail(message(notice, to))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Step.Succeed(Map.of());
        } catch (ExecutionException failed) {
            return again(
                    notice,
                    progress,
                    String.valueOf(Objects.requireNonNullElse(failed.getCause(), failed)
                            .getMessage()));
        } catch (TimeoutException late) {
            return again(notice, progress, "no answer within " + timeout.toSeconds() + " s");
        }
    }

    private static Step again(Notice notice, @Nullable Progress progress, String what) {
        String reason = CONTROL.matcher("e-mail not sent: " + what).replaceAll(" ");
        return Tries.again(progress == null ? Progress.NONE : progress, reason, notice.attempts());
    }

    private static Step refused(String reason) {
        return new Step.Fail(FailureCode.REFUSED, reason, Map.of());
    }

    /// No header holds a character that could end it.
    private MailMessage message(Notice notice, String to) {
        String domain = from.substring(from.indexOf('@') + 1);
        String id = Digest.of(notice.id() + "\n" + to).value().replace("sha256:", "");
        return new MailMessage()
                .setFrom(from)
                .setTo(to)
                .setSubject(CONTROL.matcher(notice.what().title()).replaceAll(" "))
                .setText(text(notice))
                .setHeaders(MultiMap.caseInsensitiveMultiMap()
                        .add("Message-ID", "<" + id + "@" + domain + ">")
                        .add("Auto-Submitted", "auto-generated"));
    }

    private String text(Notice notice) {
        String link =
                links.execution(notice.executionId()).map(url -> url + "\n").orElse("");
        return notice.what().message().replace("\r", "") + "\n\nPipeline "
                + notice.what().pipeline() + ", execution " + notice.executionId() + "\n" + link;
    }
}
