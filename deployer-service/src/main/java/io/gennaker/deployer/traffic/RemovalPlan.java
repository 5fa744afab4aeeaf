package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whether an execution's variants are free of weight, and what is left of them in a VirtualService.
///
/// Looks at all routes of the VirtualService: a subset may have been put to use elsewhere in it.
public final class RemovalPlan {
    private RemovalPlan() {}

    /// Refused while a variant of the execution has weight; else the removal of its destinations without weight.
    public static RouteChange of(Resource virtualService, ExecutionId execution) {
        Set<String> variants = Set.of(Track.BASELINE.subset(execution), Track.CANARY.subset(execution));
        var weighted = new ArrayList<String>();
        var removals = new ArrayList<PatchOperation>();
        for (String protocol : List.of("http", "tls", "tcp")) {
            List<Value> routes = virtualService.at("spec", protocol).items();
            for (int index = 0; index < routes.size(); index++) {
                List<Value> destinations = routes.get(index).at("route").items();
                removals.addAll(
                        inRoute("/spec/" + protocol + "/" + index + "/route/", destinations, variants, weighted));
            }
        }
        if (!weighted.isEmpty()) {
            return new RouteChange.Refused(virtualService + " still gives weight to " + String.join(", ", weighted));
        }
        if (removals.isEmpty()) {
            return new RouteChange.Nothing();
        }
        removals.addFirst(PatchOperation.onlyIfUnchanged(virtualService));
        return new RouteChange.Patch(removals);
    }

    private static List<PatchOperation> inRoute(
            String path, List<Value> destinations, Set<String> variants, List<String> weighted) {
        var removals = new ArrayList<PatchOperation>();
        for (int index = 0; index < destinations.size(); index++) {
            Value entry = destinations.get(index);
            String subset = entry.at("destination", "subset").textOr("");
            if (variants.contains(subset)) {
                int weight = entry.at("weight").numberOr(destinations.size() == 1 ? 100 : 0);
                if (weight > 0) {
                    weighted.add(subset + " (" + weight + " %)");
                }
                // From the end, so that the places of the others stay.
                removals.addFirst(new PatchOperation.Remove(path + index));
            }
        }
        return removals;
    }
}
