package io.gennaker.deployer.drift;

import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LastWriter;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.traffic.RouteChange;
import io.gennaker.deployer.traffic.RouteRefusal;
import io.gennaker.deployer.traffic.SubsetPlan;
import io.gennaker.deployer.traffic.WeightPlan;
import java.util.Optional;

/// Compares what is in a cluster with what a shift left there.
final class DriftFinder {
    private DriftFinder() {}

    /// What differs from the intention; nothing when all is as intended.
    static Optional<Drift> find(
            Intention intention, Optional<Resource> virtualService, Optional<Resource> destinationRule) {
        String version = version(virtualService) + "." + version(destinationRule);
        if (virtualService.isEmpty()) {
            return gone("VirtualService " + intention.route().virtualService(), version);
        }
        if (destinationRule.isEmpty()) {
            return gone("DestinationRule " + intention.route().destinationRule(), version);
        }
        return compare(intention, virtualService.get(), destinationRule.get(), version);
    }

    private static String version(Optional<Resource> resource) {
        return resource.map(Resource::resourceVersion).orElse("none");
    }

    private static Optional<Drift> gone(String object, String version) {
        return Optional.of(
                new Drift(object + " was removed", version, Optional.empty(), null, "it has to be there first"));
    }

    private static Optional<Drift> compare(Intention intention, Resource service, Resource rule, String version) {
        Optional<LastWriter> writer = LastWriter.of(service, Marks.FIELD_MANAGER, "spec", "http");
        try {
            var plan = WeightPlan.of(
                    service, intention.route(), intention.execution(), intention.split(), intention.namespace());
            if (!plan.isReached()) {
                return Optional.of(new Drift(found(service, plan, intention), version, writer, plan.field(), null));
            }
            RouteChange subsets = SubsetPlan.adding(
                    rule, intention.route(), intention.execution(), plan.weighted(), intention.namespace());
            return subsets(subsets, rule, version);
        } catch (RouteRefusal refusal) {
            return Optional.of(
                    new Drift(service + " was changed", version, writer, null, String.valueOf(refusal.getMessage())));
        }
    }

    private static String found(Resource service, WeightPlan plan, Intention intention) {
        return plan.hasWeights()
                ? service + " lost its annotation " + Marks.DRIVEN_BY + ": " + intention.execution()
                : "the weights of " + service + " were changed to " + plan.described() + " instead of "
                        + intention.split() + " for release/baseline/canary";
    }

    private static Optional<Drift> subsets(RouteChange change, Resource rule, String version) {
        Optional<LastWriter> writer = LastWriter.of(rule, Marks.FIELD_MANAGER, "spec", "subsets");
        String found = "subsets of " + rule + " that have weight were changed or removed";
        return switch (change) {
            case RouteChange.Nothing() -> Optional.empty();
            case RouteChange.Patch(var operations) ->
                Optional.of(new Drift(found, version, writer, "/spec/subsets of " + rule, null));
            case RouteChange.Refused(var reason) -> Optional.of(new Drift(found, version, writer, null, reason));
        };
    }
}
