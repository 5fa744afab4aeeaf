package io.gennaker.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One command for each task that the deployer and the analysis service know, and for each file that is brought.
final class Tasks {
    private static final ExecutionId EXECUTION = new ExecutionId("shop-0123456789ab");
    private static final OperationId OPERATION = OperationId.of(EXECUTION, "production", "step", 1);
    private static final Instant DEADLINE = Instant.parse("2019-10-21T09:40:00Z");
    private static final ClusterTarget PRODUCTION = new ClusterTarget("production", "production", 50);
    private static final CompressedText MANIFESTS = CompressedText.of("kind: Deployment\n");
    private static final Route ROUTE =
            new Route.IstioSubsets(List.of(new MeshRoute.Http("shop", "primary")), "shop", "shop");

    private static final ObjectReference SHOP = new ObjectReference("apps/v1", "Deployment", "shop");

    private Tasks() {}

    static List<Message> commands() {
        return Stream.of(
                        deployment().stream()
                                .map(task -> new DeploymentCommand.Start(EXECUTION, OPERATION, task, DEADLINE)),
                        analysis().stream()
                                .map(task -> new AnalysisCommand.Start(EXECUTION, OPERATION, task, DEADLINE)),
                        files().map(CalloutTask.FetchFile::new)
                                .map(task -> new CalloutCommand.Start(EXECUTION, OPERATION, task, DEADLINE)))
                .<Message>flatMap(commands -> commands)
                .toList();
    }

    private static Stream<FileSource> files() {
        return Stream.of(
                new FileSource.GitFile("github.com/acme/shop", "main", "deploy/shop.yaml"),
                new FileSource.HttpFile(
                        "https://files.example.com/shop.yaml",
                        Digest.of("kind: Deployment\n"),
                        Map.of("Authorization", "files-token")));
    }

    static List<DeploymentTask> deployment() {
        return List.of(
                new DeploymentTask.ApplyManifests(PRODUCTION, "shop", MANIFESTS),
                new DeploymentTask.StartBaseline(PRODUCTION, "shop", "shop", 2),
                new DeploymentTask.StartCanary(PRODUCTION, "shop", "shop", 2, MANIFESTS),
                new DeploymentTask.RunJob(PRODUCTION, "shop", MANIFESTS),
                shift(ROUTE, Steering.NONE, WayBack.BOUNDED),
                shift(
                        new Route.IstioServices(
                                List.of(
                                        new MeshRoute.Tls("shop", 443, List.of("shop.example.com")),
                                        new MeshRoute.Tcp("shop-public", null)),
                                "shop"),
                        new Steering(List.of(), 20),
                        WayBack.AT_ONCE),
                shift(
                        new Route.GatewayRoute(Route.GatewayRoute.Kind.GRPC_ROUTE, "shop", "all", "shop"),
                        new Steering(
                                List.of(new Steering.Detour(
                                        "testers",
                                        List.of(new Steering.HeaderMatch(
                                                "x-tester", Steering.HeaderMatch.How.EXACT, "yes")))),
                                null),
                        WayBack.BOUNDED),
                shift(new Route.ReplicaShare("shop"), Steering.NONE, WayBack.BOUNDED),
                new DeploymentTask.RemoveVariants(PRODUCTION, "shop", ROUTE, "shop"),
                new DeploymentTask.UndoApply(PRODUCTION, "shop", OPERATION),
                new DeploymentTask.ScaleWorkload(PRODUCTION, "shop", SHOP, 3),
                new DeploymentTask.PatchObject(PRODUCTION, "shop", SHOP, PatchStyle.MERGE, MANIFESTS),
                new DeploymentTask.DeleteObjects(
                        PRODUCTION, "shop", "apps/v1", "Deployment", "shop", Map.of("app", "shop")),
                new DeploymentTask.RollBackWorkload(PRODUCTION, "shop", SHOP, 3),
                new DeploymentTask.RestartWorkload(PRODUCTION, "shop", SHOP),
                new DeploymentTask.FindImages(PRODUCTION, "shop", SHOP),
                new DeploymentTask.RestoreRoute(PRODUCTION, "shop", ROUTE, "shop"));
    }

    private static DeploymentTask shift(Route route, Steering steering, WayBack wayBack) {
        return new DeploymentTask.ShiftTraffic(
                PRODUCTION, "shop", route, "shop", TrafficSplit.even(10), steering, wayBack);
    }

    static List<AnalysisTask> analysis() {
        return List.of(new AnalysisTask.ConfirmTraffic(
                PRODUCTION,
                "shop",
                "shop",
                TrafficSplit.even(10),
                5,
                100,
                new AnalysisTask.Certainty(99, AnalysisTask.Certainty.OnLittleTraffic.GO_ON)));
    }
}
