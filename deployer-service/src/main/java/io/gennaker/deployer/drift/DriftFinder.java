package io.gennaker.deployer.drift;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.LastWriter;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.task.IntendedWeights.Intention;
import io.gennaker.deployer.traffic.Objects;
import io.gennaker.deployer.traffic.RouteRefusal;
import io.gennaker.deployer.traffic.Router;
import io.gennaker.deployer.traffic.Shares;
import io.gennaker.deployer.traffic.Write;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares what is in a cluster with what a shift left there.
final class DriftFinder {
    private DriftFinder() {}

    /// What differs from the intention; nothing when all is as intended.
    static Optional<Drift> find(Intention intention, Objects objects) {
        Router router = Router.of(intention.drive());
        List<ResourceKey> watched = router.watched(objects);
        String version = watched.stream()
                .map(key -> objects.read(key).map(Resource::resourceVersion).orElse("none"))
                .collect(Collectors.joining("."));
        try {
            List<Shares> shares = router.shares(objects, intention.wanted());
            for (Shares share : shares) {
                if (share.change().isPresent()) {
                    return Optional.of(share.outgrown()
                            .map(found -> Drift.outgrown(found, version))
                            .orElseGet(() -> changed(share, intention, version)));
                }
            }
            return apart(intention, router.missing(objects, weighted(shares)), version);
        } catch (RouteRefusal refusal) {
            Optional<LastWriter> writer = watched.stream()
                    .flatMap(key -> objects.read(key).stream())
                    .findFirst()
                    .flatMap(DriftFinder::writer);
            String found = intention.route().title() + " was changed";
            return Optional.of(new Drift(found, version, writer, null, String.valueOf(refusal.getMessage())));
        }
    }

    private static Set<Track> weighted(List<Shares> shares) {
        return shares.stream()
                .flatMap(share -> share.weighted().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Track.class)));
    }

    private static Optional<LastWriter> writer(Resource carrier) {
        return LastWriter.of(carrier, Marks.FIELD_MANAGER, "spec");
    }

    private static Drift changed(Shares share, Intention intention, String version) {
        String found = share.isReached()
                ? share.carrier() + " lost its annotation " + Marks.DRIVEN_BY + ": " + intention.execution()
                : "the weights of " + share.carrier() + " were changed to " + share.described() + " instead of "
                        + intention.split() + " for release/baseline/canary";
        return new Drift(found, version, writer(share.carrier()), share.field(), null);
    }

    /// What tells the tracks apart.
    private static Optional<Drift> apart(Intention intention, List<Write> missing, String version) {
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (missing.getFirst()) {
                    case Write.Patch(var rule, var _) ->
                        new Drift(
                                "subsets of " + rule + " that have weight were changed or removed",
                                version,
                                writer(rule),
                                "/spec/subsets of " + rule,
                                null);
                    case Write.Apply(var service) ->
                        new Drift(
                                service + " was removed or selects other pods, through which "
                                        + intention.route().title() + " gives weight",
                                version,
                                Optional.empty(),
                                "all of " + service,
                                null);
                    case Write.Delete(var key) -> throw new IllegalStateException("nothing of " + key + " is missing");
                });
    }
}
