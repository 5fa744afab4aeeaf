package io.gennaker.cli.connect;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.gennaker.cli.clusters.DeployerRights;
import io.gennaker.cli.connect.Integrations.Cluster;
import io.gennaker.pipeline.definition.ClusterDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The deployer's account in one cluster: namespaces, service account, least rights, token. What comes out is a folder
/// as the deployer reads it (`server`, `token`, `ca.crt`), and the token is tried.
final class ClusterSetup {
    private static final String ACCOUNT = "gennaker-deployer";
    private static final String HOME = "gennaker";
    private static final String TOKEN_OF = "kubernetes.io/service-account.name";
    private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";
    private static final int PATIENCE_SECONDS = 30;
    private static final int PATIENCE_MILLISECONDS = 15_000;
    private static final String MANAGER = "gennaker-connect";

    private final Path kubeconfig;
    private final FolderFiles files;

    /// @param files of the folder that the services see
    ClusterSetup(Path kubeconfig, FolderFiles files) {
        this.kubeconfig = kubeconfig;
        this.files = files;
    }

    Outcome.Done connect(String name, Cluster cluster, boolean dryRun) {
        Config admin = admin(name, cluster);
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(admin).build()) {
            Change change = Change.UNCHANGED;
            for (HasMetadata object : objects(client, name, cluster)) {
                change = change.and(apply(client, object, dryRun));
            }
            if (dryRun) {
                return new Outcome.Done(change, admin.getMasterUrl() + " answers");
            }
            return connected(name, cluster, admin, change, token(client));
        } catch (KubernetesClientException refused) {
            throw new NotWorking(said(admin, refused));
        }
    }

    private Outcome.Done connected(String name, Cluster cluster, Config admin, Change change, String token) {
        String authorities = authorities(admin);
        Change written = files.keep("clusters/" + name + "/server", admin.getMasterUrl() + "\n")
                .and(files.keep("clusters/" + name + "/token", token + "\n"));
        if (authorities != null) {
            written = written.and(files.keep("clusters/" + name + "/ca.crt", authorities));
        }
        return new Outcome.Done(change.and(written), tried(cluster, admin, token));
    }

    private Config admin(String name, Cluster cluster) {
        String context = Objects.requireNonNullElse(cluster.context(), name);
        if (!Files.isReadable(kubeconfig)) {
            throw new NotWorking("no kubeconfig " + kubeconfig);
        }
        try {
            // An empty file is read as nothing at all.
            var read =
                    Serialization.unmarshal(Files.readString(kubeconfig), io.fabric8.kubernetes.api.model.Config.class);
            if (read == null || read.getContexts().stream().noneMatch(one -> context.equals(one.getName()))) {
                throw new NotWorking("no context " + context + " in " + kubeconfig);
            }
        } catch (IOException unreadable) {
            throw new NotWorking(kubeconfig + " cannot be read");
        }
        return bounded(Config.fromKubeconfig(context, kubeconfig.toFile()));
    }

    private static Config bounded(Config config) {
        return new ConfigBuilder(config)
                .withConnectionTimeout(PATIENCE_MILLISECONDS)
                .withRequestTimeout(PATIENCE_MILLISECONDS)
                .withRequestRetryBackoffLimit(0)
                .withUserAgent(MANAGER)
                .build();
    }

    private static List<HasMetadata> objects(KubernetesClient client, String name, Cluster cluster) {
        var objects = new ArrayList<HasMetadata>();
        objects.add(namespace(HOME));
        cluster.namespaces().forEach(one -> objects.add(namespace(one)));
        var rights = new DeployerRights(ACCOUNT, HOME, cluster.resources(), cluster.clusterWide());
        String manifests = rights.manifests(definition(name, cluster));
        objects.addAll(client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items());
        objects.add(new SecretBuilder()
                .withNewMetadata()
                .withName(ACCOUNT + "-token")
                .withNamespace(HOME)
                .withAnnotations(Map.of(TOKEN_OF, ACCOUNT))
                .endMetadata()
                .withType(TOKEN_TYPE)
                .build());
        return objects;
    }

    private static HasMetadata namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    static ClusterDefinition definition(String name, Cluster cluster) {
        return new ClusterDefinition(name, name, cluster.namespaces(), cluster.requestsPerSecond(), cluster.labels());
    }

    /// A namespace that is there belongs to somebody: it stays as it is.
    private static Change apply(KubernetesClient client, HasMetadata object, boolean dryRun) {
        HasMetadata before = client.resource(object).get();
        if (before == null) {
            if (!dryRun) {
                client.resource(object).patch(applying(false));
            }
            return Change.CREATED;
        }
        if (object.getKind().equals("Namespace")) {
            return Change.UNCHANGED;
        }
        HasMetadata after = client.resource(object).patch(applying(dryRun));
        return bare(before).equals(bare(after)) ? Change.UNCHANGED : Change.CHANGED;
    }

    private static PatchContext applying(boolean dryRun) {
        var patch = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true);
        return (dryRun ? patch.withDryRun(List.of("All")) : patch).build();
    }

    /// Without what the server counts and notes of its own.
    private static String bare(HasMetadata object) {
        HasMetadata copy = Serialization.clone(object);
        copy.getMetadata().setManagedFields(null);
        copy.getMetadata().setResourceVersion(null);
        copy.getMetadata().setGeneration(null);
        return Serialization.asJson(copy);
    }

    private static String token(KubernetesClient client) {
        Secret filled;
        try {
            filled = client.secrets()
                    .inNamespace(HOME)
                    .withName(ACCOUNT + "-token")
                    .waitUntilCondition(
                            secret -> secret != null
                                    && secret.getData() != null
                                    && secret.getData().containsKey("token"),
                            PATIENCE_SECONDS,
                            TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException late) {
            throw new NotWorking("the cluster gave no token within " + PATIENCE_SECONDS + " s: secret " + HOME + "/"
                    + ACCOUNT + "-token stays empty");
        }
        return new String(Base64.getDecoder().decode(filled.getData().get("token")), StandardCharsets.UTF_8);
    }

    /// Those that the person's own access trusts; null where that is everybody's.
    private static @Nullable String authorities(Config admin) {
        try {
            if (admin.getCaCertData() != null) {
                return new String(Base64.getDecoder().decode(admin.getCaCertData()), StandardCharsets.UTF_8);
            }
            return admin.getCaCertFile() == null ? null : Files.readString(Path.of(admin.getCaCertFile()));
        } catch (IOException unreadable) {
            throw new NotWorking("the certificates " + admin.getCaCertFile() + " cannot be read");
        }
    }

    /// Asks with the new token alone.
    private static String tried(Cluster cluster, Config admin, String token) {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(admin.getMasterUrl())
                .withOauthToken(token)
                .withCaCertData(admin.getCaCertData())
                .withCaCertFile(admin.getCaCertFile());
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(bounded(config.build()))
                .build()) {
            if (cluster.namespaces().isEmpty()) {
                client.apps().deployments().inAnyNamespace().list();
                return "the deployer's token may work in all namespaces";
            }
            cluster.namespaces()
                    .forEach(one -> client.apps().deployments().inNamespace(one).list());
            return "the deployer's token may work in " + String.join(", ", cluster.namespaces());
        }
    }

    private static String said(Config admin, KubernetesClientException refused) {
        return refused.getStatus() != null && refused.getStatus().getMessage() != null
                ? refused.getStatus().getMessage()
                : admin.getMasterUrl() + " does not answer: " + refused.getMessage();
    }
}
