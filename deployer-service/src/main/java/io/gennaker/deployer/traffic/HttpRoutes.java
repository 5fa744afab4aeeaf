package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Route;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds the HTTP route that a [Route] means.
final class HttpRoutes {
    private HttpRoutes() {}

    /// An HTTP route and its place in the list.
    record Found(int index, Value route) {
        String path() {
            return "/spec/http/" + index + "/route";
        }
    }

    static Found find(Resource virtualService, Route route) {
        List<Value> routes = virtualService.at("spec", "http").items();
        if (routes.isEmpty()) {
            throw new RouteRefusal(virtualService + " has no http routes");
        }
        Found found = route.http() == null ? only(virtualService, routes) : named(virtualService, routes, route.http());
        if (!found.route().at("route").isPresent()) {
            throw new RouteRefusal("http route " + name(found.route(), found.index()) + " of " + virtualService
                    + " has no destinations (it redirects, answers itself or delegates); weights need destinations");
        }
        return found;
    }

    private static Found only(Resource virtualService, List<Value> routes) {
        if (routes.size() > 1) {
            throw new RouteRefusal(virtualService + " has " + routes.size() + " http routes (" + names(routes)
                    + "); say which one in the route's 'http'");
        }
        return new Found(0, routes.getFirst());
    }

    private static Found named(Resource virtualService, List<Value> routes, String name) {
        List<Found> found = IntStream.range(0, routes.size())
                .filter(index -> routes.get(index).at("name").is(name))
                .mapToObj(index -> new Found(index, routes.get(index)))
                .toList();
        if (found.size() != 1) {
            throw new RouteRefusal(virtualService + " has " + found.size() + " http routes named " + name
                    + "; exactly one is needed; found " + names(routes));
        }
        return found.getFirst();
    }

    private static String names(List<Value> routes) {
        return IntStream.range(0, routes.size())
                .mapToObj(index -> name(routes.get(index), index))
                .collect(Collectors.joining(", "));
    }

    private static String name(Value route, int index) {
        return route.at("name").textOr("unnamed (number " + (index + 1) + ")");
    }
}
