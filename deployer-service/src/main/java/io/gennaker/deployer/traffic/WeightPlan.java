package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The weights of one VirtualService's HTTP route for one execution, as read and as wanted.
///
/// Only the destinations of the driven host change. Foreign ones keep their weight to the point; the tracks share the
/// rest, variants rounded down so that they stay equal, release getting what remains. A track without weight has no
/// destination, so that its subset can be removed.
public final class WeightPlan {
    private final Resource virtualService;
    private final ExecutionId execution;
    private final TrafficSplit wanted;
    private final HttpRoutes.Found found;
    private final Destinations current;
    private final @Nullable String drivenBy;

    private WeightPlan(
            Resource virtualService, Route route, ExecutionId execution, TrafficSplit wanted, String namespace) {
        this.virtualService = virtualService;
        this.execution = execution;
        this.wanted = wanted;
        this.found = HttpRoutes.find(virtualService, route);
        this.current = Destinations.of(found.route(), route, execution, namespace);
        this.drivenBy = virtualService.annotation(Marks.DRIVEN_BY);
        check(route);
    }

    /// Reads the route and checks that this execution may drive it.
    ///
    /// @throws RouteRefusal when it must not, saying why
    public static WeightPlan of(
            Resource virtualService, Route route, ExecutionId execution, TrafficSplit wanted, String namespace) {
        return new WeightPlan(virtualService, route, execution, wanted, namespace);
    }

    private void check(Route route) {
        Rivals.of(virtualService).ifPresent(reason -> {
            throw new RouteRefusal(reason);
        });
        if (current.total() != 100) {
            throw new RouteRefusal(
                    "the weights of " + virtualService + " sum to " + current.total() + "; make them sum to 100 first");
        }
        if (current.model() == null) {
            throw new RouteRefusal("the http route of " + virtualService + " has no destination for host "
                    + route.host() + " without a subset or with subset release");
        }
        boolean someoneElseDrives = current.weight(Part.OTHER_VARIANT) > 0;
        if (someoneElseDrives && !isTakingBack()) {
            throw new RouteRefusal(virtualService + " gives weight to " + otherVariants() + " of "
                    + (drivenBy == null ? "another execution" : "execution " + drivenBy)
                    + "; it can be taken over when that weight is zero");
        }
        if (share() == 0 && !isTakingBack()) {
            throw new RouteRefusal(
                    "foreign destinations have all the weight of " + virtualService + "; nothing is left to split");
        }
        for (Track track : Track.values()) {
            if (wanted.of(track) > 0 && weights().getOrDefault(track, 0) == 0 && !isTakingBack()) {
                throw new RouteRefusal(wanted.of(track) + " % of the " + share()
                        + " % that foreign destinations leave in " + virtualService + " is less than one point; the "
                        + track.label() + " would get nothing");
            }
        }
    }

    private String otherVariants() {
        return String.join(
                ", ",
                current.entries().stream()
                        .filter(entry -> entry.part() == Part.OTHER_VARIANT && entry.weight() > 0)
                        .map(Entry::subset)
                        .toList());
    }

    private boolean isTakingBack() {
        return wanted.equals(TrafficSplit.ALL_RELEASE);
    }

    /// Whether everything is to go back to release while another execution has the route: there is nothing to take
    /// back.
    public boolean isOthers() {
        return isTakingBack()
                && drivenBy != null
                && !drivenBy.equals(execution.value())
                && current.weight(Part.OTHER_VARIANT) > 0
                && current.weight(Part.BASELINE) + current.weight(Part.CANARY) == 0;
    }

    /// What foreign destinations, and other executions, leave.
    private int share() {
        return 100 - current.weight(Part.FOREIGN) - current.weight(Part.OTHER_VARIANT);
    }

    private Map<Track, Integer> weights() {
        var weights = new EnumMap<Track, Integer>(Track.class);
        for (Track track : Track.values()) {
            weights.put(track, wanted.of(track) * share() / 100);
        }
        int rest =
                share() - weights.values().stream().mapToInt(Integer::intValue).sum();
        weights.merge(takesRest(), rest, Integer::sum);
        return weights;
    }

    private Track takesRest() {
        if (wanted.release() > 0) {
            return Track.RELEASE;
        }
        return wanted.canary() > 0 ? Track.CANARY : Track.BASELINE;
    }

    /// Tracks that get more than they have: their pods must be ready first.
    public Set<Track> raised() {
        var raised = EnumSet.noneOf(Track.class);
        weights().forEach((track, weight) -> {
            if (weight > current.weight(track)) {
                raised.add(track);
            }
        });
        return raised;
    }

    /// Tracks that will have weight: their subsets must be there.
    public Set<Track> weighted() {
        var weighted = EnumSet.noneOf(Track.class);
        weights().forEach((track, weight) -> {
            if (weight > 0) {
                weighted.add(track);
            }
        });
        return weighted;
    }

    /// The change that makes the route as wanted.
    public RouteChange change() {
        if (hasWeights() && isMarked()) {
            return new RouteChange.Nothing();
        }
        var operations = new ArrayList<PatchOperation>();
        operations.add(PatchOperation.onlyIfUnchanged(virtualService));
        operations.add(new PatchOperation.Replace(found.path(), Value.of(destinations())));
        operations.addAll(mark());
        return new RouteChange.Patch(operations);
    }

    /// Whether the route that was read has the wanted weights.
    public boolean isReached() {
        return change() instanceof RouteChange.Nothing;
    }

    /// Whether the weights are as wanted, whatever the annotation of who drives them says.
    public boolean hasWeights() {
        return destinations().equals(found.route().at("route").items());
    }

    /// The JSON pointer of the driven destinations.
    public String field() {
        return found.path();
    }

    /// The destinations as they were read, in words.
    public String described() {
        return String.join(
                ", ",
                current.entries().stream()
                        .map(entry -> (entry.subset().isEmpty()
                                        ? entry.written()
                                                .at("destination", "host")
                                                .textOr("")
                                        : entry.subset())
                                + " " + entry.weight())
                        .toList());
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
                tracks.add(model(track)
                        .put(Value.of(track.subset(execution)), "destination", "subset")
                        .put(Value.of(weight), "weight"));
            }
        });
        return tracks;
    }

    /// The track's own destination where it has one: somebody may have given it headers of its own.
    private Value model(Track track) {
        Part part = Part.valueOf(track.name());
        Entry model = current.model();
        return current.entries().stream()
                .filter(entry -> entry.part() == part)
                .findFirst()
                .map(Entry::written)
                .orElseGet(() -> model == null ? Value.Fields.EMPTY : model.written());
    }

    private boolean isMarked() {
        return isTakingBack()
                ? !execution.value().equals(drivenBy)
                : execution.value().equals(drivenBy);
    }

    private List<PatchOperation> mark() {
        if (isMarked()) {
            return List.of();
        }
        String path = "/metadata/annotations/" + PatchOperation.escaped(Marks.DRIVEN_BY);
        if (isTakingBack()) {
            return List.of(new PatchOperation.Remove(path));
        }
        Value mark = Value.of(execution.value());
        return virtualService.at("metadata", "annotations").isPresent()
                ? List.of(new PatchOperation.Add(path, mark))
                : List.of(new PatchOperation.Add(
                        "/metadata/annotations", Value.Fields.EMPTY.with(Marks.DRIVEN_BY, mark)));
    }
}
