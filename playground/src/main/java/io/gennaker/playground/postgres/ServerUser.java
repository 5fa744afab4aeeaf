package io.gennaker.playground.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The user that the server runs as. PostgreSQL refuses to run as root; so where we are root, its programs are run in a
/// user namespace of their own (`unshare -U`) or, where a container forbids that, as `nobody` (`setpriv`).
enum ServerUser {
    /// We are not root: nothing to do.
    OURSELVES,
    /// Root without its powers: owner of the same files, so that no file needs another owner.
    OWN_NAMESPACE,
    /// Another user: the data must belong to it, and the folders above must let it pass.
    NOBODY;

    private static final Duration BOUND = Duration.ofSeconds(10);

    /// Finds the first way that works on this machine.
    static ServerUser choose() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OURSELVES;
        }
        for (var user : List.of(OWN_NAMESPACE, NOBODY)) {
            if (user.works()) {
                return user;
            }
        }
        throw new DatabaseException(
                "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here."
                        + " Run as another user, or install util-linux (Debian package util-linux).");
    }

    private boolean works() {
        try {
            return Command.run(as(List.of("true")), Path.of("/"), BOUND).succeeded();
        } catch (DatabaseException e) {
            return false; // the program is not installed
        }
    }

    private List<String> prefix() {
        return switch (this) {
            case OURSELVES -> List.of();
            case OWN_NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        };
    }

    List<String> as(List<String> command) {
        var whole = new ArrayList<>(prefix());
        whole.addAll(command);
        return whole;
    }

    /// Gives files to the user, where it is another one.
    void own(Path folder) {
        if (this != NOBODY) {
            return;
        }
        var result = Command.run(List.of("chown", "-R", "65534:65534", folder.toString()), Path.of("/"), BOUND);
        if (!result.succeeded()) {
            throw new DatabaseException("could not give " + folder + " to the user nobody: " + result.output());
        }
    }
}
