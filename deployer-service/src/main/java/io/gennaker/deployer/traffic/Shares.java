package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import java.util.Optional;
import java.util.Set;

/// The shares in one place of a route, as read and as wanted.
public interface Shares {
    /// The object that was read.
    Resource carrier();

    /// Whether this execution has nothing to take back here: no share, rule, mirror or mark, and nobody leads to the
    /// host as a whole, where what is started beside the release would get requests.
    boolean isGivenBack();

    /// Tracks that get more than they have: their pods must be ready first.
    Set<Track> raised();

    /// Tracks that will have a share: what tells them apart must be there.
    Set<Track> weighted();

    /// What a track has at this moment, in percent of what all tracks have.
    int current(Track track);

    /// The write that makes it as wanted; empty when it is.
    Optional<Write.Patch> change();

    /// Whether the shares are as wanted, whatever the mark of who drives them says.
    boolean isReached();

    /// Why what was written has no effect yet; empty when it has, as far as the API server can tell.
    Optional<String> pending();

    /// In words why it is to be otherwise though nobody has changed it; empty where somebody has.
    default Optional<String> outgrown() {
        return Optional.empty();
    }

    /// The JSON pointer of what is driven.
    String field();

    /// What was read, in words.
    String described();
}
