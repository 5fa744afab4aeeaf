package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.DefinitionLine;
import io.gennaker.cli.clusters.DeployerRights;
import io.gennaker.cli.display.Table;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.ClusterDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Clusters: `list`, `rbac`.
@Command(
        name = "clusters",
        description = "List clusters, and write the rights that the deployer needs in one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClustersCommand.Listing.class, ClustersCommand.Rbac.class})
public final class ClustersCommand {
    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    @Command(name = "list", description = "List clusters with what they allow.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private ClustersCommand parent;

        /// @param namespaces empty for all
        /// @param requestsPerSecond null for the deployer's own
        record Line(
                String name,
                String context,
                List<String> namespaces,
                @Nullable Integer requestsPerSecond,
                Map<String, String> labels) {}

        @Override
        public Integer call() {
            Session session = parent.session();
            List<ClusterDefinition> clusters = session.console().definitions().stream()
                    .filter(line -> line.kind().equalsIgnoreCase("cluster"))
                    .flatMap(line -> session.console().definition("cluster", line.name()).stream())
                    .flatMap(line ->
                            clusters(line).filter(cluster -> cluster.name().equals(line.name())))
                    .toList();
            if (session.json()) {
                session.printJson(clusters.stream()
                        .map(cluster -> new Line(
                                cluster.name(),
                                cluster.context(),
                                cluster.namespaces(),
                                cluster.requestsPerSecond(),
                                cluster.labels()))
                        .toList());
                return ExitCode.OK.code();
            }
            var table = new Table("NAME", "CONTEXT", "NAMESPACES", "REQUESTS/S", "LABELS");
            clusters.forEach(cluster -> table.row(
                    cluster.name(),
                    cluster.context(),
                    cluster.namespaces().isEmpty() ? "all" : String.join(", ", cluster.namespaces()),
                    cluster.requestsPerSecond() == null ? "-" : cluster.requestsPerSecond(),
                    cluster.labels().isEmpty() ? "-" : cluster.labels()));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "rbac",
            description = "Write the deployer's rights in a cluster as manifests, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Rbac implements Callable<Integer> {
        @ParentCommand
        private ClustersCommand parent;

        @Parameters(paramLabel = "NAME", description = "of the Cluster")
        private String name;

        @Option(names = "--account", paramLabel = "NAME", description = "service account (default: gennaker-deployer)")
        private String account = "gennaker-deployer";

        @Option(names = "--account-namespace", paramLabel = "NAME", description = "where it lives (default: gennaker)")
        private String accountNamespace = "gennaker";

        @Option(
                names = "--resource",
                paramLabel = "PLURAL.GROUP",
                description = "custom resources that manifests hold, such as databases.example.org; repeatable")
        private @Nullable List<String> resources;

        @Option(
                names = "--cluster-wide",
                description = "also Namespaces, definitions of custom resources, ClusterRoles and their bindings")
        private boolean clusterWide;

        @Override
        public Integer call() {
            Session session = parent.session();
            DefinitionLine line = session.console()
                    .definition("cluster", name)
                    .orElseThrow(() -> new CliFailure(
                            ExitCode.NOT_FOUND, "no cluster " + name + "; those there are: gennaker clusters list"));
            ClusterDefinition cluster = clusters(line)
                    .filter(found -> found.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CliFailure(
                            ExitCode.NOT_FOUND, "no cluster " + name + "; those there are: gennaker clusters list"));
            var rights = new DeployerRights(
                    account, accountNamespace, Objects.requireNonNullElse(resources, List.of()), clusterWide);
            String manifests = rights.manifests(cluster);
            if (session.json()) {
                session.printJson(Map.of("cluster", name, "manifests", manifests));
            } else {
                session.print(manifests.stripTrailing());
            }
            return ExitCode.OK.code();
        }
    }

    private static Stream<ClusterDefinition> clusters(DefinitionLine line) {
        String document = Objects.requireNonNullElse(line.document(), "");
        return switch (Definitions.stored(line.name(), document)) {
            case ReadResult.Read read ->
                read.documents().stream()
                        .map(ReadResult.Document::definition)
                        .filter(ClusterDefinition.class::isInstance)
                        .map(ClusterDefinition.class::cast);
            case ReadResult.Invalid _ -> Stream.empty();
        };
    }
}
