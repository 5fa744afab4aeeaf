package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether an execution's variants are free of requests, and what is left of them in a routing object.
///
/// Looks at all its rules: a subset may have been put to use elsewhere in it.
final class RemovalPlan {
    private RemovalPlan() {}

    /// Blocked while a variant of the execution has weight or a mirror; else the removal of its destinations.
    static Router.Freeing of(Resource carrier, List<String> lists, Form form) {
        var served = new ArrayList<String>();
        var removals = new ArrayList<PatchOperation>();
        for (String list : lists) {
            List<Value> rules = carrier.at("spec", list).items();
            for (int index = 0; index < rules.size(); index++) {
                Value rule = rules.get(index);
                String path = "/spec/" + list + "/" + index + "/" + form.destinations() + "/";
                removals.addAll(inRule(path, Destinations.of(rule, form), served));
                if (form.isMirrored(rule)) {
                    served.add("a mirror of rule " + (index + 1));
                }
            }
        }
        if (!served.isEmpty()) {
            return new Router.Freeing(
                    Optional.of(carrier + " still gives weight to " + String.join(", ", served)), List.of());
        }
        if (removals.isEmpty()) {
            return new Router.Freeing(Optional.empty(), List.of());
        }
        removals.addFirst(PatchOperation.onlyIfUnchanged(carrier));
        return new Router.Freeing(Optional.empty(), List.of(new Write.Patch(carrier, removals)));
    }

    private static List<PatchOperation> inRule(String path, Destinations destinations, List<String> served) {
        var removals = new ArrayList<PatchOperation>();
        for (int index = 0; index < destinations.entries().size(); index++) {
            Entry entry = destinations.entries().get(index);
            if (entry.part().isVariant()) {
                if (entry.weight() > 0) {
                    served.add(entry.name() + " (" + entry.weight() + " %)");
                }
                // From the end, so that the places of the others stay.
                removals.addFirst(new PatchOperation.Remove(path + index));
            }
        }
        return removals;
    }
}
