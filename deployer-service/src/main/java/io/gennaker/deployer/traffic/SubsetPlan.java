package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The subsets of a DestinationRule that an execution needs: one per revision, so that none is ever emptied by a newer
/// execution. Subsets of others are left as they are.
public final class SubsetPlan {
    private SubsetPlan() {}

    /// The labels by which a track's subset selects its pods.
    public static Map<String, String> labels(Track track, ExecutionId execution) {
        return track == Track.RELEASE
                ? Map.of(Track.LABEL, track.label())
                : Map.copyOf(Marks.variant(track, execution));
    }

    /// Adds the subsets that are missing.
    public static RouteChange adding(
            Resource rule, String wantedHost, ExecutionId execution, Set<Track> tracks, String namespace) {
        String host = rule.at("spec", "host").textOr("");
        if (!Hosts.areSame(host, wantedHost, namespace)) {
            return new RouteChange.Refused(rule + " is for host " + host + "; allowed is " + wantedHost);
        }
        var rival = Rivals.of(rule);
        if (rival.isPresent()) {
            return new RouteChange.Refused(rival.get());
        }
        var missing = new ArrayList<Value>();
        for (Track track : tracks) {
            String name = track.subset(execution);
            var found = subsets(rule).stream()
                    .filter(subset -> subset.at("name").is(name))
                    .findFirst();
            if (found.isEmpty()) {
                missing.add(subset(track, execution));
            } else if (!found.get().at("labels").texts().equals(labels(track, execution))) {
                return new RouteChange.Refused("subset " + name + " of " + rule + " selects "
                        + found.get().at("labels").texts() + "; needed is " + labels(track, execution));
            }
        }
        return missing.isEmpty() ? new RouteChange.Nothing() : new RouteChange.Patch(additions(rule, missing));
    }

    private static Value subset(Track track, ExecutionId execution) {
        return Value.Fields.EMPTY
                .with("name", Value.of(track.subset(execution)))
                .with("labels", Value.texts(labels(track, execution)));
    }

    private static List<PatchOperation> additions(Resource rule, List<Value> missing) {
        var operations = new ArrayList<PatchOperation>();
        operations.add(PatchOperation.onlyIfUnchanged(rule));
        if (subsets(rule).isEmpty()) {
            operations.add(new PatchOperation.Add("/spec/subsets", Value.of(missing)));
        } else {
            missing.forEach(subset -> operations.add(new PatchOperation.Add("/spec/subsets/-", subset)));
        }
        return operations;
    }

    /// Removes the subsets of the execution's variants. That of the release stays.
    public static RouteChange removing(Resource rule, ExecutionId execution) {
        Set<String> variants = Set.of(Track.BASELINE.subset(execution), Track.CANARY.subset(execution));
        return removing(rule, variants);
    }

    static boolean hasRelease(Resource rule) {
        return subsets(rule).stream().anyMatch(subset -> subset.at("name").is(Track.RELEASE.label()));
    }

    /// Removes the subset of the release, unless somebody has made it select something else.
    static RouteChange removingRelease(Resource rule, ExecutionId execution) {
        boolean isOurs = subsets(rule).stream().anyMatch(subset -> subset.equals(subset(Track.RELEASE, execution)));
        return isOurs ? removing(rule, Set.of(Track.RELEASE.subset(execution))) : new RouteChange.Nothing();
    }

    private static RouteChange removing(Resource rule, Set<String> names) {
        var removals = new ArrayList<PatchOperation>();
        List<Value> subsets = subsets(rule);
        for (int index = 0; index < subsets.size(); index++) {
            if (names.contains(subsets.get(index).at("name").textOr(""))) {
                removals.addFirst(new PatchOperation.Remove("/spec/subsets/" + index));
            }
        }
        if (removals.isEmpty()) {
            return new RouteChange.Nothing();
        }
        if (removals.size() == subsets.size()) {
            removals.clear();
            removals.add(new PatchOperation.Remove("/spec/subsets"));
        }
        removals.addFirst(PatchOperation.onlyIfUnchanged(rule));
        return new RouteChange.Patch(removals);
    }

    private static List<Value> subsets(Resource rule) {
        return rule.at("spec", "subsets").items();
    }
}
