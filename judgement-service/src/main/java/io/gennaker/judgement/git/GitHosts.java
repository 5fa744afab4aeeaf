package io.gennaker.judgement.git;

import io.gennaker.contracts.FileSource;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/// Where repositories are reached, and by whose credentials. Secrets are read at the start, so that a service with a
/// bad one does not start; each goes to its own host only.
@Singleton
class GitHosts {
    private final Map<String, Remote> hosts;

    GitHosts(GitConfiguration configuration) {
        this.hosts = configuration.hosts().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getValue().host(), GitHosts::remote));
    }

    /// @param base without a slash at its end
    private record Remote(String base, @Nullable CredentialsProvider credentials) {}

    private static Remote remote(Map.Entry<String, GitConfiguration.Host> entry) {
        GitConfiguration.Host host = entry.getValue();
        String base = host.url().map(Object::toString).orElse("https://" + host.host());
        if (!base.startsWith("https://") && !base.startsWith("http://")) {
            throw new IllegalArgumentException(
                    "gennaker.git.hosts." + entry.getKey() + ".url is " + base + "; allowed are https and http");
        }
        CredentialsProvider credentials = host.secretFile()
                .map(file -> read("gennaker.git.hosts." + entry.getKey() + ".secret-file", file))
                .map(secret -> new UsernamePasswordCredentialsProvider(host.user(), secret))
                .orElse(null);
        return new Remote(base.replaceFirst("/+$", ""), credentials);
    }

    private static String read(String key, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(key + " " + file + " cannot be read", unreadable);
        }
    }

    String url(FileSource.GitFile file) {
        int slash = file.repository().indexOf('/');
        Remote known = hosts.get(file.repository().substring(0, slash));
        return (known == null
                        ? "https://" + file.repository()
                        : known.base() + file.repository().substring(slash)) + ".git";
    }

    @Nullable
    CredentialsProvider credentials(FileSource.GitFile file) {
        Remote known =
                hosts.get(file.repository().substring(0, file.repository().indexOf('/')));
        return known == null ? null : known.credentials();
    }
}
