package io.gennaker.console.view;

import io.gennaker.contracts.Actor;
import java.util.Optional;

/// Access tokens, known only by their hash.
public interface Tokens {
    /// Whose token this is.
    Optional<Actor> actor(String token);

    /// Adds a token, unless its user has one already.
    ///
    /// @return whether it was added
    boolean addFirst(String token, Actor actor);
}
