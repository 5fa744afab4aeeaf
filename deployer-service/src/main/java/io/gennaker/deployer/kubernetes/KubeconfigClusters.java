package io.gennaker.deployer.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.task.Cluster;
import io.gennaker.deployer.task.ClusterProblem;
import io.gennaker.deployer.task.Clusters;
import io.gennaker.deployer.task.ManifestReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The clusters of a kubeconfig, and of secrets that are mounted in a folder: one client for each, made when first
/// used, made anew when its file has changed.
public final class KubeconfigClusters implements Clusters, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KubeconfigClusters.class);
    private static final int USUAL_RATE = 200;
    private static final int CONNECT_MILLISECONDS = 5_000;
    private static final int REQUEST_MILLISECONDS = 15_000;
    /// The first pause before a watch is taken up again; doubled up to 32 times as long.
    private static final int RECONNECT_MILLISECONDS = 250;

    /// A client and the version of the file it was made from.
    private record Connection(FileTime changed, Pace pace, KubernetesClient client, FabricCluster cluster) {
        void close() {
            cluster.close();
            client.close();
        }
    }

    /// Where a context is described.
    ///
    /// @param mounted whether the file is of a mounted secret
    private record Context(Path file, FileTime changed, boolean mounted) {}

    /// The contexts of a file when it was last read.
    private record Named(FileTime changed, List<String> contexts) {}

    private final List<Path> files;
    private final MountedSecrets secrets;
    private final int requestsPerSecond;
    private final ManifestReader texts;
    private final Map<Path, Named> named = new HashMap<>();
    private final Map<String, Connection> connections = new LinkedHashMap<>();

    /// @param files kubeconfig files; a context of an earlier file hides one of the same name in a later file
    /// @param secrets folder of mounted secrets, each a folder with the context's name; null for none
    /// @param requestsPerSecond to each API server whose definition does not say it
    public KubeconfigClusters(List<Path> files, @Nullable Path secrets, int requestsPerSecond, ManifestReader texts) {
        this.files = List.copyOf(files);
        this.secrets = new MountedSecrets(secrets);
        this.requestsPerSecond = requestsPerSecond;
        this.texts = texts;
    }

    /// Without mounted secrets, as fast as clients usually are.
    public KubeconfigClusters(List<Path> files, ManifestReader texts) {
        this(files, null, USUAL_RATE, texts);
    }

    @Override
    public synchronized Cluster reach(ClusterTarget target) {
        Map<String, Context> contexts = contexts();
        Context context = contexts.get(target.context());
        if (context == null) {
            throw unknown(target, contexts);
        }
        Connection connection = connections.get(target.context());
        int rate = target.requestsPerSecond() == null ? requestsPerSecond : target.requestsPerSecond();
        if (connection == null || !connection.changed().equals(context.changed())) {
            connection = connect(target, context, rate);
            Connection old = connections.put(target.context(), connection);
            if (old != null) {
                old.close();
            }
        }
        // Tasks keep the rate that they were begun with: after it was changed, both are asked for, for a while.
        connection.pace().rate(rate);
        return connection.cluster();
    }

    private ClusterProblem unknown(ClusterTarget target, Map<String, Context> contexts) {
        String known = contexts.isEmpty()
                ? "none; the kubeconfig is looked for at " + files
                : String.join(", ", contexts.keySet());
        return new ClusterProblem.Refused(
                FailureCode.UNKNOWN_CLUSTER,
                "cluster " + target.name() + " is not known here: there is no kubeconfig context " + target.context()
                        + "; known are " + known,
                null);
    }

    private Map<String, Context> contexts() {
        var contexts = new TreeMap<String, Context>();
        for (Path file : files) {
            if (Files.isReadable(file)) {
                FileTime changed = changed(file);
                named(file, changed).forEach(name -> contexts.putIfAbsent(name, new Context(file, changed, false)));
            }
        }
        secrets.all().forEach((name, file) -> contexts.put(name, new Context(file, changed(file), true)));
        return contexts;
    }

    /// The contexts of a file, which is read when it has changed.
    private List<String> named(Path file, FileTime changed) {
        Named known = named.get(file);
        if (known == null || !known.changed().equals(changed)) {
            known = new Named(
                    changed,
                    read(file).getContexts().stream().map(NamedContext::getName).toList());
            named.put(file, known);
        }
        return known.contexts();
    }

    private static io.fabric8.kubernetes.api.model.Config read(Path file) {
        try {
            return Serialization.unmarshal(Files.readString(file), io.fabric8.kubernetes.api.model.Config.class);
        } catch (IOException | RuntimeException unreadable) {
            throw new ClusterProblem.Unavailable(
                    "the kubeconfig " + file + " cannot be read: " + unreadable.getMessage(), null, unreadable);
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException unreadable) {
            throw new ClusterProblem.Unavailable("the kubeconfig " + file + " is gone", null, unreadable);
        }
    }

    private Connection connect(ClusterTarget target, Context context, int rate) {
        Config fromFile = context.mounted()
                ? secrets.config(context.file())
                : Config.fromKubeconfig(target.context(), context.file().toFile());
        var pace = new Pace(rate);
        Config config = new ConfigBuilder(fromFile)
                .withConnectionTimeout(CONNECT_MILLISECONDS)
                .withRequestTimeout(REQUEST_MILLISECONDS)
                // Tasks try again themselves, and say so.
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(-1)
                .withWatchReconnectInterval(RECONNECT_MILLISECONDS)
                .withUserAgent("gennaker-deployer")
                .build();
        LOG.infof("reached cluster=%s context=%s server=%s", target.name(), target.context(), config.getMasterUrl());
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("pace", pace))
                .build();
        return new Connection(context.changed(), pace, client, new FabricCluster(target.name(), client, texts, pace));
    }

    /// The files that a list as in `KUBECONFIG` names; the usual one when it is empty.
    public static List<Path> files(Optional<String> list) {
        var files = new ArrayList<Path>();
        for (String name : list.orElse("").split(File.pathSeparator)) {
            if (!name.isBlank()) {
                files.add(Path.of(name.strip()));
            }
        }
        return files.isEmpty() ? List.of(Path.of(System.getProperty("user.home"), ".kube", "config")) : files;
    }

    /// What a cluster was asked so far.
    ///
    /// @param requests those of watches included
    /// @param watches that are open
    public record Usage(long requests, int watches) {}

    /// A cluster that was used, as far as its health tells of it.
    record Reached(String name, String context, String server, int rate, FabricCluster cluster) {}

    synchronized List<Reached> reached() {
        return connections.entrySet().stream()
                .map(entry -> {
                    Connection used = entry.getValue();
                    return new Reached(
                            used.cluster().name(),
                            entry.getKey(),
                            used.client().getMasterUrl().toString(),
                            used.pace().rate(),
                            used.cluster());
                })
                .toList();
    }

    public synchronized Usage usage(ClusterTarget target) {
        Connection connection = connections.get(target.context());
        return connection == null ? new Usage(0, 0) : connection.cluster().usage();
    }

    @Override
    public synchronized void close() {
        connections.values().forEach(Connection::close);
        connections.clear();
    }
}
