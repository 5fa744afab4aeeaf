package io.gennaker.contracts;

import java.util.List;

/// A person or program that acts: who, and the roles that the login gave them.
public record Actor(String user, List<String> roles) {
    public Actor {
        Check.text("user", user, 200);
        roles = List.copyOf(roles);
    }
}
