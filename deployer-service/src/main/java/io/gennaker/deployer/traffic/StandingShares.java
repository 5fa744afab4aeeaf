package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Shares that outlive what is written over their route. [CarriedTraffic] carries them from rule to rule, but a rule
/// that is new, gone or named otherwise may leave who drives them without a way back.
public final class StandingShares {
    private static final Wanted BACK = new Wanted(TrafficSplit.ALL_RELEASE, Steering.NONE);

    private StandingShares() {}

    /// Checks that who drives a route now could still take back what it has given.
    ///
    /// @param written the routing objects as they would be
    /// @param removed what would be gone
    /// @throws RouteRefusal when it could not, saying why
    public static void check(Drive drive, Objects live, List<Resource> written, List<ResourceKey> removed) {
        Router router = Router.of(drive);
        List<Set<Track>> now;
        try {
            now = tracks(router, live);
        } catch (RouteRefusal broken) {
            // There is no way back as it is: nothing can take it away.
            return;
        }
        List<Set<Track>> then;
        try {
            then = tracks(router, over(live, written, removed));
        } catch (RouteRefusal refusal) {
            throw refused(drive, String.valueOf(refusal.getMessage()));
        }
        if (!then.equals(now)) {
            throw refused(
                    drive, "it would lead to " + described(then) + " instead of " + described(now) + "; keep its rule");
        }
    }

    private static RouteRefusal refused(Drive drive, String why) {
        return new RouteRefusal("nothing was written: execution " + drive.execution() + " shares the traffic of "
                + drive.route().title() + ", and would find no way back in what is to be written: " + why);
    }

    /// The tracks that get requests, place by place.
    private static List<Set<Track>> tracks(Router router, Objects objects) {
        List<Shares> shares = router.shares(objects, BACK);
        List<Write> _ = router.missing(objects, EnumSet.of(Track.RELEASE));
        return shares.stream().map(StandingShares::tracks).toList();
    }

    private static Set<Track> tracks(Shares shares) {
        return Stream.of(Track.values())
                .filter(track -> shares.current(track) > 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Track.class)));
    }

    private static String described(List<Set<Track>> places) {
        return places.stream()
                .map(tracks -> tracks.stream().map(Track::label).collect(Collectors.joining(" and ")))
                .map(tracks -> tracks.isEmpty() ? "no track" : tracks)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Objects over(Objects live, List<Resource> written, List<ResourceKey> removed) {
        return new Objects() {
            @Override
            public Optional<Resource> read(ResourceKey key) {
                return written.stream()
                        .filter(object -> object.key().isSameObject(key))
                        .findFirst()
                        .or(() -> live.read(key))
                        .filter(_ -> removed.stream().noneMatch(key::isSameObject));
            }

            @Override
            public boolean serves(String apiVersion, String kind) {
                return live.serves(apiVersion, kind);
            }
        };
    }
}
