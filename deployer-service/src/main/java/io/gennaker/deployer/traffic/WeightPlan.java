package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Entry;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The weights of one rule of a routing object for one execution, as read and as wanted.
///
/// Only the destinations of the driven host change. Foreign ones keep their weight to the point; the tracks share the
/// rest, variants rounded down so that they stay equal, release getting what remains. A track without weight has no
/// destination, so that what tells it apart can be removed.
final class WeightPlan implements Shares {
    private final Resource carrier;
    private final ExecutionId execution;
    private final Wanted wanted;
    private final Rules.Found found;
    private final Form form;
    private final Destinations current;
    private final SteeringPlan steering;
    private final @Nullable String drivenBy;

    /// Checks that this execution may drive the rule.
    ///
    /// @throws RouteRefusal when it must not, saying why
    WeightPlan(Rules.Found found, Drive drive, Wanted wanted) {
        this.carrier = found.rules().carrier();
        this.execution = drive.execution();
        this.wanted = wanted;
        this.found = found;
        this.form = found.rules().form();
        this.current = Destinations.of(found.rule(), form);
        this.steering = new SteeringPlan(found, wanted, current.model());
        this.drivenBy = carrier.annotation(Marks.DRIVEN_BY);
        check(drive.route());
    }

    private void check(Route route) {
        Rivals.of(carrier).ifPresent(reason -> {
            throw new RouteRefusal(reason);
        });
        // On the way back everything is of the tracks, whatever it sums to, unless somebody else has a part of it.
        if (current.total() != 100 && !(wanted.isOnTheWayBack() && share() == 100)) {
            throw new RouteRefusal(
                    "the weights of " + carrier + " sum to " + current.total() + "; make them sum to 100 first");
        }
        // Who only takes back needs none of its own where a variant of another execution has everything.
        if (current.model() == null && !(isTakingBack() && current.weight(Part.OTHER_VARIANT) > 0)) {
            throw new RouteRefusal("the " + found.rules().word() + " of " + carrier + " has no destination for host "
                    + route.host() + " as it is or for its release");
        }
        boolean someoneElseDrives =
                current.weight(Part.OTHER_VARIANT) > 0 || !steering.ofOthers().isEmpty();
        if (someoneElseDrives && !isTakingBack()) {
            throw new RouteRefusal(carrier + " gives weight to " + otherVariants() + " of "
                    + (drivenBy == null ? "another execution" : "execution " + drivenBy)
                    + "; it can be taken over when that weight is zero");
        }
        if (share() == 0 && !isTakingBack()) {
            throw new RouteRefusal(
                    "foreign destinations have all the weight of " + carrier + "; nothing is left to split");
        }
        for (Track track : Track.values()) {
            if (wanted.split().of(track) > 0 && weights().getOrDefault(track, 0) == 0 && !wanted.isOnTheWayBack()) {
                throw new RouteRefusal(wanted.split().of(track) + " % of the " + share()
                        + " % that foreign destinations leave in " + carrier + " is less than one point; the "
                        + track.label() + " would get nothing");
            }
        }
    }

    private String otherVariants() {
        Stream<String> weighted = current.entries().stream()
                .filter(entry -> entry.part() == Part.OTHER_VARIANT && entry.weight() > 0)
                .map(Entry::name);
        return Stream.concat(weighted, steering.ofOthers().stream()).distinct().collect(Collectors.joining(", "));
    }

    private boolean isTakingBack() {
        return wanted.isTakingBack();
    }

    @Override
    public Resource carrier() {
        return carrier;
    }

    @Override
    public boolean isGivenBack() {
        return !execution.value().equals(drivenBy)
                && current.weight(Part.BASELINE) + current.weight(Part.CANARY) + current.weight(Part.PLAIN) == 0
                && !steering.isStanding();
    }

    /// What foreign destinations, and other executions, leave.
    private int share() {
        return 100 - current.weight(Part.FOREIGN) - current.weight(Part.OTHER_VARIANT);
    }

    private Map<Track, Integer> weights() {
        var weights = new EnumMap<Track, Integer>(Track.class);
        for (Track track : Track.values()) {
            weights.put(track, wanted.split().of(track) * share() / 100);
        }
        int rest =
                share() - weights.values().stream().mapToInt(Integer::intValue).sum();
        weights.merge(takesRest(), rest, Integer::sum);
        return weights;
    }

    private Track takesRest() {
        if (wanted.split().release() > 0) {
            return Track.RELEASE;
        }
        return wanted.split().canary() > 0 ? Track.CANARY : Track.BASELINE;
    }

    @Override
    public int current(Track track) {
        int all = current.total() - current.weight(Part.FOREIGN) - current.weight(Part.OTHER_VARIANT);
        int weight = current.weight(Part.of(track)) + (track == Track.RELEASE ? current.weight(Part.PLAIN) : 0);
        return all == 0 ? 0 : 100 * weight / all;
    }

    @Override
    public Set<Track> raised() {
        var raised = EnumSet.noneOf(Track.class);
        weights().forEach((track, weight) -> {
            if (weight > current.weight(Part.of(track))) {
                raised.add(track);
            }
        });
        if (steering.steersToCanary() && !steering.isReached()) {
            raised.add(Track.CANARY);
        }
        return raised;
    }

    @Override
    public Set<Track> weighted() {
        var weighted = EnumSet.noneOf(Track.class);
        weights().forEach((track, weight) -> {
            if (weight > 0) {
                weighted.add(track);
            }
        });
        if (steering.steersToCanary()) {
            weighted.add(Track.CANARY);
        }
        return weighted;
    }

    @Override
    public Optional<Write.Patch> change() {
        if (isReached() && mark().isEmpty()) {
            return Optional.empty();
        }
        var operations = new ArrayList<PatchOperation>();
        operations.add(PatchOperation.onlyIfUnchanged(carrier));
        operations.addAll(
                changesOf(found.rule(), steering.mirrored().put(Value.of(destinations()), form.destinations())));
        if (!steering.isReached()) {
            operations.addAll(steering.changeOfDetours());
        }
        operations.addAll(mark());
        return Optional.of(new Write.Patch(carrier, operations));
    }

    /// Key by key: what is not driven is not written.
    private List<PatchOperation> changesOf(Value rule, Value changed) {
        var operations = new ArrayList<PatchOperation>();
        changed.fields().forEach((key, value) -> {
            if (!value.equals(rule.at(key))) {
                operations.add(new PatchOperation.Add(found.path() + "/" + PatchOperation.escaped(key), value));
            }
        });
        rule.fields().keySet().stream()
                .filter(key -> !changed.at(key).isPresent())
                .forEach(key ->
                        operations.add(new PatchOperation.Remove(found.path() + "/" + PatchOperation.escaped(key))));
        return operations;
    }

    @Override
    public boolean isReached() {
        return destinations().equals(found.rule().at(form.destinations()).items()) && steering.isReached();
    }

    /// Proxies follow what the API server holds; that they do is measured, not asked.
    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String field() {
        return found.path() + "/" + form.destinations();
    }

    @Override
    public String described() {
        return current.entries().stream()
                .map(entry -> entry.name() + " " + entry.weight())
                .collect(Collectors.joining(", "));
    }

    private List<Value> destinations() {
        var destinations = new ArrayList<Value>();
        boolean placed = false;
        for (Entry entry : current.entries()) {
            switch (entry.part()) {
                case FOREIGN -> destinations.add(entry.written());
                case OTHER_VARIANT -> {
                    if (entry.weight() > 0) {
                        destinations.add(entry.written());
                    }
                }
                case PLAIN, RELEASE, BASELINE, CANARY -> {
                    if (!placed) {
                        placed = true;
                        destinations.addAll(tracks());
                    }
                }
            }
        }
        return destinations;
    }

    private List<Value> tracks() {
        var tracks = new ArrayList<Value>();
        weights().forEach((track, weight) -> {
            // Without any share the host stays in the route by its release, so that it can be found again.
            if (weight > 0 || share() == 0 && track == Track.RELEASE) {
                tracks.add(form.toward(model(track), track, weight));
            }
        });
        return tracks;
    }

    /// The track's own destination where it has one: somebody may have given it headers of its own.
    private Value model(Track track) {
        Part part = Part.of(track);
        Entry model = current.model();
        return current.entries().stream()
                .filter(entry -> entry.part() == part)
                .findFirst()
                .map(Entry::written)
                .orElseGet(() -> model == null ? Value.Fields.EMPTY : model.written());
    }

    private List<PatchOperation> mark() {
        return DriverMark.change(carrier, execution, isTakingBack());
    }
}
