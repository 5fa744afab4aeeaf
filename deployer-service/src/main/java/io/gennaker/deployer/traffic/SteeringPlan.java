package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Entry;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules that pick requests out for the canary, above the rule that shares traffic, and that rule's mirror.
///
/// A rule that leads to this execution's canary alone, and that is no other rule to share, is its own: nobody else
/// knows that name.
record SteeringPlan(
        Rules.Found found, Wanted wanted, @Nullable Entry model) {
    SteeringPlan {
        if (!wanted.steering().equals(Steering.NONE) && !found.steers()) {
            throw new RouteRefusal(
                    found.rules().word() + "s of " + found.rules().carrier()
                            + " know no headers and no mirror; allowed in http routes, HTTPRoutes and GRPCRoutes");
        }
    }

    private Form form() {
        return found.rules().form();
    }

    private List<Value> all() {
        return found.rules().all();
    }

    /// Places of this execution's detours.
    private List<Integer> own() {
        return found.others().stream()
                .filter(index -> form().isDetour(all().get(index), found.rule(), all()))
                .filter(index -> Destinations.of(all().get(index), form()).entries().stream()
                                .allMatch(entry -> entry.part() == Part.CANARY)
                        && all().get(index).at(form().destinations()).isPresent())
                .toList();
    }

    /// What another execution's detours lead to.
    List<String> ofOthers() {
        return found.others().stream()
                .flatMap(index -> Destinations.of(all().get(index), form()).entries().stream())
                .filter(entry -> entry.part() == Part.OTHER_VARIANT)
                .map(Entry::name)
                .distinct()
                .toList();
    }

    /// The shared rule with its mirror as wanted. Who only takes back leaves that of another execution.
    Value mirrored() {
        return wanted.isTakingBack()
                ? form().withoutOwnMirror(found.rule())
                : form().mirrored(found.rule(), wanted.steering().mirrorPercent());
    }

    /// Whether a rule or a mirror of this execution is there.
    boolean isStanding() {
        return !own().isEmpty() || form().isMirrored(found.rule());
    }

    private List<Value> detours() {
        Value destination = form().toward(model == null ? Value.Fields.EMPTY : model.written(), Track.CANARY, 100);
        return wanted.steering().detours().stream()
                .map(detour -> form().detour(found.rule(), detour, destination))
                .toList();
    }

    boolean isReached() {
        List<Value> standing = own().stream().map(all()::get).toList();
        boolean isAbove = own().stream().allMatch(index -> index < found.index());
        return isAbove
                && unnamed(standing).equals(unnamed(detours()))
                && mirrored().equals(found.rule());
    }

    /// Those of an earlier version are not made anew for their names alone.
    private static List<Value> unnamed(List<Value> detours) {
        return detours.stream().<Value>map(detour -> detour.drop("name")).toList();
    }

    boolean steersToCanary() {
        return !wanted.steering().equals(Steering.NONE);
    }

    /// Comes after all that names the shared rule by its place.
    List<PatchOperation> changeOfDetours() {
        var operations = new ArrayList<PatchOperation>();
        String list = "/spec/" + found.rules().list() + "/";
        own().reversed().forEach(index -> operations.add(new PatchOperation.Remove(list + index)));
        int place = found.index()
                - (int) own().stream().filter(index -> index < found.index()).count();
        for (Value detour : detours()) {
            operations.add(new PatchOperation.Add(list + place, detour));
            place++;
        }
        return operations;
    }
}
