package io.gennaker.playground.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Finds ports that cannot be taken, before anything is started.
final class PortCheck {
    private PortCheck() {}

    /// @throws PlatformException naming every component, its port, and the variable that moves it
    static void requireFree(List<Component> components) {
        List<String> problems = new ArrayList<>();
        var owners = new HashMap<Integer, Port>();
        for (var component : components) {
            for (var port : component.ports()) {
                var other = owners.putIfAbsent(port.number(), port);
                if (other != null) {
                    problems.add("port " + port.number() + " is meant for both " + other.name() + " and " + port.name()
                            + ": set " + port.variable());
                } else if (!isFree(port)) {
                    problems.add("port " + port.number() + " of " + component.name()
                            + " is taken by another program: set " + port.variable() + ", or "
                            + PortTable.BASE_VARIABLE + " to move all ports");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PlatformException(String.join("\n", problems));
        }
    }

    static boolean isFree(Port port) {
        try (var _ = new ServerSocket(port.number(), 1, InetAddress.getByName("127.0.0.1"))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
