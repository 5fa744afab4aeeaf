package io.gennaker.deployer.traffic;

/// A route that cannot be driven; the message says what was found and what is allowed.
public final class RouteRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RouteRefusal(String reason) {
        super(reason);
    }

    static RouteRefusal missing(String object, Drive drive) {
        return new RouteRefusal("there is no " + object + " in namespace " + drive.namespace());
    }
}
