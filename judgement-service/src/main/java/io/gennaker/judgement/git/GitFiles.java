package io.gennaker.judgement.git;

import io.gennaker.contracts.FileSource;
import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.FileText;
import io.gennaker.judgement.callout.Files;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;

/// Brings one file of one commit. Nothing is kept: of the repository comes the commit with its trees, and the one
/// file, where the host can leave out the rest.
@Singleton
public class GitFiles {
    private final GitHosts hosts;
    private final GuardedConnections connections;
    private final GitConfiguration configuration;

    GitFiles(GitHosts hosts, Addresses addresses, GitConfiguration configuration) {
        PlainSystem.use();
        this.hosts = hosts;
        this.connections = new GuardedConnections(addresses);
        this.configuration = configuration;
    }

    public Files.Brought bring(FileSource.GitFile file) throws CallFailed {
        try {
            Path folder = java.nio.file.Files.createTempDirectory("gennaker-git");
            try (Repository repository = new FileRepositoryBuilder()
                    .setGitDir(folder.toFile())
                    .setBare()
                    .build()) {
                repository.create(true);
                return bring(file, repository);
            } finally {
                FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
            }
        } catch (IOException failed) {
            throw CallFailed.noAnswer("cannot be read: " + failed.getMessage());
        }
    }

    private Files.Brought bring(FileSource.GitFile file, Repository repository) throws CallFailed, IOException {
        var remote = new GitRemote(
                repository, hosts.url(file), hosts.credentials(file), connections, configuration.timeout());
        ObjectId named = remote.object(file.ref());
        remote.fetchTrees(named);
        var checkout = new Checkout(repository);
        ObjectId commit = checkout.commit(named);
        ObjectId blob = checkout.find(commit, file.path());
        if (!checkout.has(blob)) {
            remote.fetch(blob);
        }
        return new Files.Brought(FileText.of(checkout.read(blob)), commit.name(), null);
    }
}
