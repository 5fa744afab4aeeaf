package io.gennaker.judgement;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Ports for Slack, Microsoft Teams and a mail server, the secrets for them, and who Slack's users are.
public final class ChannelsResource implements QuarkusTestResourceLifecycleManager {
    static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    static final String MAIL_PASSWORD = "open sesame";
    private static final String USERS = """
            {"U0DANA": {"user": "dana", "roles": ["judge", "sre"]}, "U0CARL": {"user": "carl", "roles": ["judge"]},
             "U0EVE": {"user": "eve", "roles": ["judge@shop"]}}
            """;

    @Override
    public Map<String, String> start() {
        try {
            int slack = freePort();
            int mail = freePort();
            int teams = freePort();
            var settings = new HashMap<String, String>();
            settings.put("test.slack.port", Integer.toString(slack));
            settings.put("test.mail.port", Integer.toString(mail));
            settings.put("test.teams.port", Integer.toString(teams));
            settings.put("gennaker.console-url", "https://gennaker.example/");
            settings.put("gennaker.slack.api", "http://127.0.0.1:" + slack + "/api/");
            settings.put("gennaker.slack.bot-token-file", file(FakeSlack.TOKEN));
            settings.put("gennaker.slack.signing-secret-file", file(SIGNING_SECRET));
            settings.put("gennaker.slack.users-file", file(USERS));
            settings.put("gennaker.mail.host", "127.0.0.1");
            settings.put("gennaker.mail.port", Integer.toString(mail));
            settings.put("gennaker.mail.from", "gennaker@example.com");
            settings.put("gennaker.mail.user", "gennaker");
            settings.put("gennaker.mail.password-file", file(MAIL_PASSWORD));
            settings.put("gennaker.mail.start-tls", "DISABLED");
            settings.put("gennaker.teams.releases.url-file", file("http://127.0.0.1:" + teams + "/flow?sig=hidden"));
            return settings;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private static String file(String content) throws IOException {
        Path file = Files.createTempFile("channel", ".secret");
        file.toFile().deleteOnExit();
        Files.writeString(file, content + "\n");
        return file.toString();
    }

    @Override
    public void stop() {
        // the files go with the JVM
    }
}
