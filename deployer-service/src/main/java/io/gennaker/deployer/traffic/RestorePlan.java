package io.gennaker.deployer.traffic;

import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Entry;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives one rule the destinations back that it had before Gennaker shared its traffic. Foreign destinations keep their
/// weight, and all else of the rule stays as it is now.
///
/// @param live the rule now
/// @param before the rule as it was
record RestorePlan(Rules.Found live, Rules.Found before) {
    private Form form() {
        return live.rules().form();
    }

    private Resource carrier() {
        return live.rules().carrier();
    }

    /// Why it is too early; empty when nothing speaks against it.
    Optional<String> blocked() {
        String driver = carrier().annotation(Marks.DRIVEN_BY);
        if (driver != null) {
            return Optional.of(carrier() + " is driven by execution " + driver);
        }
        return entries(live).stream()
                .filter(entry -> isVariant(entry) && entry.weight() > 0)
                .map(entry -> carrier() + " gives weight to " + entry.name())
                .findFirst();
    }

    /// The write that restores it; empty when it is as it was.
    Optional<Write.Patch> change() {
        List<Value> restored = destinations();
        if (restored.equals(live.rule().at(form().destinations()).items())) {
            return Optional.empty();
        }
        String path = live.path() + "/" + form().destinations();
        return Optional.of(new Write.Patch(
                carrier(),
                List.of(
                        PatchOperation.onlyIfUnchanged(carrier()),
                        new PatchOperation.Replace(path, Value.of(restored)))));
    }

    private List<Value> destinations() {
        List<Entry> now = entries(live);
        int foreign = now.stream()
                .filter(RestorePlan::isForeign)
                .mapToInt(Entry::weight)
                .sum();
        var destinations = new ArrayList<Value>();
        boolean placed = false;
        for (Entry entry : now) {
            if (isForeign(entry)) {
                destinations.add(entry.written());
            } else if (!placed) {
                placed = true;
                destinations.addAll(own(100 - foreign));
            }
        }
        return destinations;
    }

    /// Those of the driven host as they were, sharing what foreign ones leave now.
    private List<Value> own(int share) {
        List<Entry> own = entries(before).stream()
                .filter(entry -> !isForeign(entry) && !isVariant(entry))
                .toList();
        if (own.isEmpty()) {
            throw new RouteRefusal("what was recorded of " + carrier() + " has no destination of its host");
        }
        int total = own.stream().mapToInt(Entry::weight).sum();
        if (total == share) {
            return own.stream().map(Entry::written).toList();
        }
        int rest = share;
        var scaled = new ArrayList<Value>();
        for (Entry entry : own) {
            int weight = total == 0 ? 0 : entry.weight() * share / total;
            rest -= weight;
            scaled.add(entry.written().put(Value.of(weight), "weight"));
        }
        Value first = scaled.getFirst();
        scaled.set(0, first.put(Value.of(first.at("weight").numberOr(0) + rest), "weight"));
        return scaled;
    }

    private List<Entry> entries(Rules.Found found) {
        return Destinations.of(found.rule(), form()).entries();
    }

    private static boolean isForeign(Entry entry) {
        return entry.part() == Part.FOREIGN;
    }

    private static boolean isVariant(Entry entry) {
        return entry.part().isVariant() || entry.part() == Part.OTHER_VARIANT;
    }
}
