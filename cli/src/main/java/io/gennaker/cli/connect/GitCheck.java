package io.gennaker.cli.connect;

import io.gennaker.cli.connect.Integrations.Git;
import java.net.URI;
import java.util.Objects;

/// Asks a Git host for the branches of a repository, as a client does before it fetches: that works at every host, with
/// every kind of token.
final class GitCheck {
    private static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";
    private static final String ANYBODY = "git";

    private final Http http;
    private final IntegrationsFile file;

    GitCheck(Http http, IntegrationsFile file) {
        this.http = http;
        this.file = file;
    }

    String check(Git git) throws InterruptedException {
        String token = file.secretOrNull(git.tokenFile());
        if (token != null && !"https".equals(git.url().getScheme()) && !isHere(git.url())) {
            throw new NotWorking("found " + git.url() + ", a token goes only over https");
        }
        String base = git.url().toString().replaceFirst("/+$", "");
        URI address = URI.create(
                base + "/" + git.check().replaceFirst("\\.git$", "") + ".git/info/refs?service=git-upload-pack");
        Http.Answer answer = http.get(
                address, token == null ? null : Http.basic(Objects.requireNonNullElse(git.username(), ANYBODY), token));
        if (answer.status() != 200 || !answer.header("Content-Type").orElse("").startsWith(ADVERTISEMENT)) {
            throw new NotWorking(git.check() + " cannot be read: " + address.getHost() + " answers " + answer.status()
                    + (answer.status() == 401 || answer.status() == 403 || answer.status() == 404
                            ? "; does the token allow it?"
                            : ""));
        }
        if (git.webhook() != null) {
            String _ = file.secret(git.webhook().secretFile());
        }
        return git.check() + " can be read"
                + (git.webhook() == null
                        ? ""
                        : ", calls /webhooks/" + git.webhook().name());
    }

    private static boolean isHere(URI url) {
        return "127.0.0.1".equals(url.getHost()) || "localhost".equals(url.getHost());
    }
}
