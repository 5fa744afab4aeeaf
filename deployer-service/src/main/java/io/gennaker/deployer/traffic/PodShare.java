package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LastWriter;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The share of one variant where shares are made of pods.
///
/// @param needed pods
/// @param release pods of the release
record PodShare(Resource carrier, Track track, int needed, int release) implements Shares {
    private static final String[] REPLICAS = {"spec", "replicas"};

    private int found() {
        return carrier.at(REPLICAS).numberOr(1);
    }

    @Override
    public boolean isGivenBack() {
        return found() == 0;
    }

    /// Its pods have their share by being ready: nothing can be waited for before.
    @Override
    public Set<Track> raised() {
        return Set.of();
    }

    @Override
    public Set<Track> weighted() {
        return needed > 0 ? Set.of(track) : Set.of();
    }

    @Override
    public int current(Track asked) {
        int all = found() + release;
        return asked == track && all > 0 ? 100 * found() / all : 0;
    }

    @Override
    public Optional<Write.Patch> change() {
        return isReached()
                ? Optional.empty()
                : Optional.of(new Write.Patch(
                        carrier,
                        List.of(
                                PatchOperation.onlyIfUnchanged(carrier),
                                new PatchOperation.Add("/spec/replicas", Value.of(needed)))));
    }

    @Override
    public boolean isReached() {
        return found() == needed;
    }

    @Override
    public Optional<String> pending() {
        boolean isSeen = carrier.at("status", "observedGeneration").numberOr(0) >= carrier.generation();
        int all = carrier.at("status", "replicas").numberOr(0);
        int ready = carrier.at("status", "availableReplicas").numberOr(0);
        return isSeen && all == needed && ready == needed
                ? Optional.empty()
                : Optional.of(carrier + " has " + all + " pods, " + ready + " available; needed are " + needed);
    }

    /// An autoscaler or a person has given the release another size.
    @Override
    public Optional<String> outgrown() {
        return LastWriter.of(carrier, Marks.FIELD_MANAGER, REPLICAS)
                .filter(writer -> writer.manager().equals(Marks.FIELD_MANAGER))
                .map(_ -> "release has " + release + " pods now, beside which " + carrier + " is to have " + needed
                        + " instead of " + found());
    }

    @Override
    public String field() {
        return "/spec/replicas of " + carrier;
    }

    @Override
    public String described() {
        return carrier + " with " + found() + " pods";
    }
}
