package io.gennaker.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Gennaker is to be connected with, as the file names it. Secrets are files, relative to it.
///
/// @param mounted where the services see the file's folder; null: where it is
/// @param kubeconfig of a person who may set clusters up; null for the usual one
/// @param clusters by the name that pipelines use
/// @param registries by the host in front of image names
/// @param metrics by the name that metrics use; `prometheus` is the mesh's
/// @param teams workflows of Microsoft Teams by the name that rules use
/// @param git hosts by name
public record Integrations(
        @Nullable String mounted,
        @Nullable String kubeconfig,
        Map<String, Cluster> clusters,
        @Nullable PubSub pubsub,
        Map<String, Registry> registries,
        Map<String, JsonNode> metrics,
        @Nullable Slack slack,
        @Nullable Mail mail,
        Map<String, Teams> teams,
        Map<String, Git> git) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("[a-z0-9.-]{1,250}(:[0-9]{1,5})?");

    public Integrations {
        clusters = named("cluster", clusters);
        registries = sorted(registries);
        metrics = named("source of metrics", metrics);
        teams = named("workflow", teams);
        git = named("Git host", git);
        registries.keySet().forEach(host -> require("registry", host, HOST));
    }

    /// They become names of folders and settings.
    private static <T> Map<String, T> named(String what, @Nullable Map<String, T> all) {
        Map<String, T> sorted = sorted(all);
        sorted.keySet().forEach(name -> require(what, name, NAME));
        return sorted;
    }

    private static void require(String what, String name, Pattern allowed) {
        if (!allowed.matcher(name).matches()) {
            throw new IllegalArgumentException("found " + what + " '" + name + "', allowed is " + allowed.pattern());
        }
    }

    private static <T> Map<String, T> sorted(@Nullable Map<String, T> named) {
        if (named == null) {
            return Map.of();
        }
        named.forEach((name, value) -> requireValue("'" + name + "'", value));
        return new TreeMap<>(named);
    }

    private static <T> List<T> listed(@Nullable List<T> some) {
        if (some == null) {
            return List.of();
        }
        some.forEach(value -> requireValue("an entry", value));
        return List.copyOf(some);
    }

    private static void requireValue(String what, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("found " + what + " without a value");
        }
    }

    /// A cluster to deploy to.
    ///
    /// @param context of the kubeconfig; null: the cluster's name
    /// @param namespaces that may be deployed to, made where missing; empty for all
    /// @param resources custom ones that manifests hold, as `plural.group`
    public record Cluster(
            @Nullable String context,
            List<String> namespaces,
            @Nullable Integer requestsPerSecond,
            Map<String, String> labels,
            List<String> resources,
            boolean clusterWide) {
        public Cluster {
            namespaces = listed(namespaces);
            resources = listed(resources);
            labels = sorted(labels);
        }
    }

    /// Google Pub/Sub: one subscription in each project.
    ///
    /// @param emulatorHost `host:port` of an emulator, which asks for no credentials
    public record PubSub(
            List<String> projects,
            String subscription,
            String topic,
            @Nullable String emulatorHost) {
        public PubSub {
            projects = listed(projects);
            subscription = Objects.requireNonNullElse(subscription, "gennaker");
            topic = Objects.requireNonNullElse(topic, "gcr");
        }
    }

    /// A registry of images.
    ///
    /// @param url of its API; null: `https://HOST`
    /// @param poll repositories that are asked for new tags
    public record Registry(
            @Nullable URI url,
            @Nullable String username,
            @Nullable String passwordFile,
            List<String> poll,
            @Nullable String pollEvery,
            @Nullable Webhook webhook) {
        public Registry {
            poll = listed(poll);
        }
    }

    /// Calls that come from there, to `/webhooks/NAME` of the trigger service.
    public record Webhook(
            String name,
            String kind,
            String secretFile,
            @Nullable String proof) {
        public Webhook {
            if (name == null || kind == null || secretFile == null) {
                throw new IllegalArgumentException("a webhook needs name, kind and secretFile");
            }
            require("webhook", name, NAME);
        }
    }

    /// Slack's app.
    ///
    /// @param api null for Slack's own
    public record Slack(
            String botTokenFile,
            @Nullable String signingSecretFile,
            @Nullable String usersFile,
            @Nullable URI api) {
        public Slack {
            if (botTokenFile == null) {
                throw new IllegalArgumentException("slack needs botTokenFile");
            }
        }
    }

    /// The server that e-mail goes to.
    ///
    /// @param from who writes
    /// @param tls from the first byte on; else STARTTLS, as the service demands it
    public record Mail(
            String host,
            @Nullable Integer port,
            String from,
            @Nullable String user,
            @Nullable String passwordFile,
            boolean tls) {
        public Mail {
            if (host == null || from == null) {
                throw new IllegalArgumentException("mail needs host and from");
            }
        }
    }

    /// A workflow in Microsoft Teams.
    ///
    /// @param urlFile its address, which is a secret
    public record Teams(String urlFile) {
        public Teams {
            if (urlFile == null) {
                throw new IllegalArgumentException("a workflow of Teams needs urlFile");
            }
        }
    }

    /// A host of Git repositories.
    ///
    /// @param url what stands in front of a repository's path
    /// @param username that goes with the token; hosts differ, most take any
    /// @param check path of a repository that the token must be able to read
    public record Git(
            URI url,
            @Nullable String username,
            @Nullable String tokenFile,
            String check,
            @Nullable Webhook webhook) {
        public Git {
            if (url == null || check == null) {
                throw new IllegalArgumentException("a Git host needs url, and with check a repository to read");
            }
        }
    }
}
