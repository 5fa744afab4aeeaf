package io.gennaker.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.connect.Integrations.Git;
import io.gennaker.cli.connect.Integrations.Registry;
import io.gennaker.cli.connect.Integrations.Webhook;
import io.gennaker.cli.display.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the services read: properties of each, the metric sources, and a kustomize component that mounts it all.
final class ServiceFiles {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SOURCES = "services/sources.yaml";
    private static final List<String> CLUSTER_FILES = List.of("server", "token", "ca.crt");

    private final IntegrationsFile file;
    private final FolderFiles files;
    private final ServiceProperties trigger;
    private final ServiceProperties deployer;
    private final ServiceProperties analysis;
    private final ServiceProperties judgement;
    private final ObjectNode sources = JSON.createObjectNode();

    /// @throws CliFailure when a service could not see a file
    ServiceFiles(IntegrationsFile file, FolderFiles files) {
        this.file = file;
        this.files = files;
        this.trigger = new ServiceProperties(file);
        this.deployer = new ServiceProperties(file);
        this.analysis = new ServiceProperties(file);
        this.judgement = new ServiceProperties(file);
        gather(file.integrations());
    }

    private void gather(Integrations integrations) {
        pubSub(integrations);
        integrations.registries().forEach(this::registry);
        integrations.git().forEach(this::git);
        clusters(integrations);
        slack(integrations.slack());
        mail(integrations.mail());
        integrations
                .teams()
                .forEach(
                        (name, workflow) -> judgement.file("gennaker.teams." + name + ".url-file", workflow.urlFile()));
        integrations.metrics().forEach(this::source);
        if (!sources.isEmpty()) {
            analysis.file("gennaker.sources-file", SOURCES);
        }
    }

    /// What the writing of one file did.
    record Written(String name, Change change) {}

    /// @param failed clusters that could not be set up
    List<Written> write(Set<String> failed) {
        var written = new ArrayList<Written>();
        if (!sources.isEmpty()) {
            keep(SOURCES, Yaml.of(sources), written);
        }
        services().forEach((service, properties) -> {
            String name = "services/" + service + ".properties";
            // Where nothing is left for a service, what it read before goes. The file stays: a service that is told its
            // name does not start without it.
            if (!properties.isEmpty() || files.holds(name, ServiceProperties.WRITTEN_BY)) {
                keep(name, properties.text(), written);
            }
        });
        if (file.integrations().mounted() != null) {
            keep("kustomization.yaml", Kustomization.of(file, services(), failed), written);
        }
        return written;
    }

    private SequencedMap<String, ServiceProperties> services() {
        var services = new LinkedHashMap<String, ServiceProperties>();
        services.put("trigger", trigger);
        services.put("deployer", deployer);
        services.put("analysis", analysis);
        services.put("judgement", judgement);
        return services;
    }

    private void keep(String name, String text, List<Written> written) {
        written.add(new Written(name, files.keep(name, text)));
    }

    private void pubSub(Integrations integrations) {
        var pubsub = integrations.pubsub();
        if (pubsub != null) {
            trigger.set("gennaker.pubsub.enabled", true);
            trigger.set("gennaker.pubsub.project", String.join(",", pubsub.projects()));
            trigger.set("gennaker.pubsub.subscription", pubsub.subscription());
            trigger.set("gennaker.pubsub.topic", pubsub.topic());
            trigger.set("gennaker.pubsub.emulator-host", pubsub.emulatorHost());
        }
    }

    private void registry(String host, Registry registry) {
        String prefix = "gennaker.registries.\"" + host + "\".";
        trigger.set(prefix + "url", registry.url());
        trigger.set(prefix + "username", registry.username());
        trigger.file(prefix + "password-file", registry.passwordFile());
        trigger.set(prefix + "poll", registry.poll().isEmpty() ? null : String.join(",", registry.poll()));
        trigger.set(prefix + "poll-every", registry.pollEvery());
        webhook(registry.webhook(), host);
    }

    /// The judgement service brings files from there.
    private void git(String name, Git git) {
        String prefix = "gennaker.git.hosts." + name + ".";
        judgement.set(prefix + "host", git.url().getAuthority());
        judgement.set(prefix + "url", git.url());
        judgement.set(prefix + "user", git.username());
        judgement.file(prefix + "secret-file", git.tokenFile());
        webhook(git.webhook(), null);
    }

    private void webhook(@Nullable Webhook webhook, @Nullable String host) {
        if (webhook != null) {
            String prefix = "gennaker.webhooks." + webhook.name() + ".";
            trigger.set(prefix + "kind", webhook.kind());
            trigger.file(prefix + "secret-file", webhook.secretFile());
            trigger.set(prefix + "proof", webhook.proof());
            trigger.set(prefix + "host", host);
        }
    }

    /// The deployer finds clusters that are added later by itself.
    private void clusters(Integrations integrations) {
        if (!integrations.clusters().isEmpty()) {
            deployer.set("gennaker.deployer.clusters", file.there("clusters"));
            integrations
                    .clusters()
                    .keySet()
                    .forEach(name -> CLUSTER_FILES.forEach(each -> {
                        String _ = deployer.sees("clusters/" + name + "/" + each);
                    }));
        }
    }

    private void slack(Integrations.@Nullable Slack slack) {
        if (slack != null) {
            judgement.file("gennaker.slack.bot-token-file", slack.botTokenFile());
            judgement.file("gennaker.slack.signing-secret-file", slack.signingSecretFile());
            judgement.file("gennaker.slack.users-file", slack.usersFile());
            judgement.set("gennaker.slack.api", slack.api());
        }
    }

    private void mail(Integrations.@Nullable Mail mail) {
        if (mail != null) {
            judgement.set("gennaker.mail.host", mail.host());
            judgement.set("gennaker.mail.port", mail.port());
            judgement.set("gennaker.mail.from", mail.from());
            judgement.set("gennaker.mail.user", mail.user());
            judgement.file("gennaker.mail.password-file", mail.passwordFile());
            judgement.set("gennaker.mail.tls", mail.tls() ? true : null);
        }
    }

    private void source(String name, JsonNode settings) {
        if (name.equals(MetricsCheck.MESH)) {
            mesh(settings);
        } else if (settings.isObject()) {
            sources.set(name, MetricsCheck.own(settings, analysis::sees));
        }
    }

    private void mesh(JsonNode settings) {
        String prefix = "gennaker.prometheus.";
        analysis.set(prefix + "url", text(settings, "url"));
        analysis.set(prefix + "scrape-interval", text(settings, "interval"));
        analysis.set(prefix + "cluster-label", text(settings, "clusterLabel"));
        analysis.file(prefix + "token-file", text(settings, "tokenFile"));
        analysis.set(prefix + "user", text(settings, "user"));
        analysis.file(prefix + "password-file", text(settings, "passwordFile"));
        analysis.file(prefix + "authorities", text(settings, "authorities"));
        analysis.set(prefix + "queries-at-once", text(settings, "queriesAtOnce"));
        analysis.set(prefix + "timeout", text(settings, "timeout"));
        analysis.set(prefix + "largest-answer", text(settings, "largestAnswer"));
    }

    private static @Nullable String text(JsonNode settings, String name) {
        return settings.hasNonNull(name) ? settings.path(name).asText() : null;
    }
}
