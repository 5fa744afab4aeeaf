package io.gennaker.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.connect.Integrations.Cluster;
import io.gennaker.cli.definitions.Applying;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.cli.display.Yaml;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Sets up and checks one integration after the other; what does not work holds nothing else up.
public final class Connecting {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLUSTER = "cluster";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final IntegrationsFile file;
    private final Supplier<ConsoleClient> console;
    private final Path usualKubeconfig;
    private final boolean dryRun;
    private final FolderFiles files;
    private final List<Outcome> outcomes = new ArrayList<>();

    /// @param console asked for only where there are clusters
    public Connecting(IntegrationsFile file, Supplier<ConsoleClient> console, Path usualKubeconfig, boolean dryRun) {
        this.file = file;
        this.console = console;
        this.usualKubeconfig = usualKubeconfig;
        this.dryRun = dryRun;
        this.files = new FolderFiles(file.folder(), dryRun);
    }

    public List<Outcome> connect() throws InterruptedException {
        Integrations all = file.integrations();
        // First, as a file that no service could see is refused before anything is set up.
        var services = new ServiceFiles(file, files);
        clusters(all);
        if (all.pubsub() != null) {
            var setup = new PubSubSetup(all.pubsub());
            for (String project : all.pubsub().projects()) {
                outcomes.add(Outcome.of("pubsub", project, () -> setup.connect(project, dryRun)));
            }
        }
        var http = new Http();
        var registry = new RegistryCheck(http, file);
        for (var one : all.registries().entrySet()) {
            check("registry", one.getKey(), () -> registry.check(one.getKey(), one.getValue()));
        }
        var metrics = new MetricsCheck(file, InstantSource.system());
        for (var one : all.metrics().entrySet()) {
            check("metrics", one.getKey(), () -> metrics.check(one.getKey(), one.getValue()));
        }
        Integrations.Slack slack = all.slack();
        if (slack != null) {
            check("slack", "slack", () -> new SlackCheck(http, file).check(slack));
        }
        Integrations.Mail mail = all.mail();
        if (mail != null) {
            check("mail", mail.host(), () -> new MailCheck(file).check(mail));
        }
        for (var one : all.teams().entrySet()) {
            check("teams", one.getKey(), () -> teams(one.getValue()));
        }
        var git = new GitCheck(http, file);
        for (var one : all.git().entrySet()) {
            check("git", one.getKey(), () -> git.check(one.getValue()));
        }
        services.write(failedClusters())
                .forEach(written -> outcomes.add(
                        new Outcome("file", written.name(), written.change(), true, file.there(written.name()))));
        return List.copyOf(outcomes);
    }

    private Set<String> failedClusters() {
        return outcomes.stream()
                .filter(outcome -> outcome.kind().equals(CLUSTER) && !outcome.works())
                .map(Outcome::name)
                .collect(Collectors.toSet());
    }

    /// A workflow can only be posted to: it is not asked.
    private String teams(Integrations.Teams workflow) {
        if (!file.secret(workflow.urlFile()).startsWith("https://")) {
            throw new NotWorking("the file " + workflow.urlFile() + " holds no address that begins with https://");
        }
        return "has an address, not posted to";
    }

    /// What is looked at and not set up.
    private interface Check {
        String seen() throws InterruptedException;
    }

    private void check(String kind, String name, Check check) throws InterruptedException {
        outcomes.add(Outcome.of(kind, name, () -> new Outcome.Done(Change.NONE, check.seen())));
    }

    private void clusters(Integrations all) throws InterruptedException {
        Path kubeconfig = all.kubeconfig() == null ? usualKubeconfig : file.here(all.kubeconfig());
        var setup = new ClusterSetup(kubeconfig, files);
        var working = new ArrayList<DefinitionFile>();
        for (Map.Entry<String, Cluster> one : all.clusters().entrySet()) {
            Outcome outcome =
                    Outcome.of(CLUSTER, one.getKey(), () -> setup.connect(one.getKey(), one.getValue(), dryRun));
            outcomes.add(outcome);
            if (outcome.works()) {
                working.add(definition(one.getKey(), one.getValue()));
            }
        }
        if (!working.isEmpty()) {
            apply(working);
        }
    }

    private void apply(List<DefinitionFile> clusters) {
        try {
            var options = new Applying.Options(null, null, false, dryRun, PATIENCE);
            Applying.apply(console.get(), clusters, options)
                    .forEach(applied -> outcomes.add(new Outcome(
                            "definition",
                            applied.kind() + "/" + applied.name(),
                            Change.valueOf(applied.change().name()),
                            true,
                            dryRun ? "not applied" : "in force")));
        } catch (Applying.InvalidDefinitions invalid) {
            outcomes.add(new Outcome("definition", "clusters", Change.NONE, false, invalid.report()));
        } catch (CliFailure | IllegalArgumentException away) {
            outcomes.add(new Outcome("definition", "clusters", Change.NONE, false, String.valueOf(away.getMessage())));
        }
    }

    private static DefinitionFile definition(String name, Cluster cluster) {
        ObjectNode spec = JSON.createObjectNode();
        if (!cluster.namespaces().isEmpty()) {
            spec.set("namespaces", JSON.valueToTree(cluster.namespaces()));
        }
        if (cluster.requestsPerSecond() != null) {
            spec.put("requestsPerSecond", cluster.requestsPerSecond());
        }
        if (!cluster.labels().isEmpty()) {
            spec.set("labels", JSON.<JsonNode>valueToTree(cluster.labels()));
        }
        ObjectNode document =
                JSON.createObjectNode().put("apiVersion", "gennaker/v1").put("kind", "Cluster");
        document.putObject("metadata").put("name", name);
        document.set("spec", spec);
        String text = Yaml.of(document);
        return switch (Definitions.read(name, text)) {
            case ReadResult.Invalid invalid -> new DefinitionFile(name, text, Map.of(), List.of(), invalid.problems());
            case ReadResult.Read read -> new DefinitionFile(name, text, Map.of(), read.documents(), List.of());
        };
    }
}
