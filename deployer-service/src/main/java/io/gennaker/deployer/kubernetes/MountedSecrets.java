package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.gennaker.deployer.task.ClusterProblem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Clusters as secrets that are mounted below one folder: each a folder with the file `kubeconfig`, or with the files
/// `server` and `token`, and `ca.crt` where the server's certificate needs one.
///
/// Tokens are read for each request, so that one which is renewed in its place is used at once.
final class MountedSecrets {
    private static final int MOST = 1_000;

    private final @Nullable Path folder;

    MountedSecrets(@Nullable Path folder) {
        this.folder = folder;
    }

    /// The file that describes each cluster.
    Map<String, Path> all() {
        var found = new TreeMap<String, Path>();
        if (folder == null || !Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                for (String name : new String[] {"kubeconfig", "server"}) {
                    if (Files.isReadable(child.resolve(name)) && found.size() < MOST) {
                        found.putIfAbsent(child.getFileName().toString(), child.resolve(name));
                    }
                }
            }
            return found;
        } catch (IOException unreadable) {
            throw new ClusterProblem.Unavailable(
                    "the folder of mounted clusters " + folder + " cannot be read", null, unreadable);
        }
    }

    Config config(Path file) {
        if (file.endsWith("kubeconfig")) {
            return Config.fromKubeconfig(file.toFile());
        }
        Path token = file.resolveSibling("token");
        Path certificate = file.resolveSibling("ca.crt");
        var config =
                new ConfigBuilder(Config.empty()).withMasterUrl(read(file)).withOauthTokenProvider(() -> read(token));
        if (Files.isReadable(certificate)) {
            config = config.withCaCertFile(certificate.toString());
        }
        return config.build();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new ClusterProblem.Unavailable(file + " cannot be read", null, unreadable);
        }
    }
}
