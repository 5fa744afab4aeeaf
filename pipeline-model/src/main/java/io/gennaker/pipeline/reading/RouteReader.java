package io.gennaker.pipeline.reading;

import io.gennaker.contracts.MeshRoute;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.Route.GatewayRoute;
import io.gennaker.contracts.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads where the traffic of a workload is shared: which keys are there says by which kind of router.
final class RouteReader {
    private static final Words SERVICE = Words.serviceOf(Track.LONGEST_HOST);
    /// The key that decides, with the keys that may stand beside it.
    private static final Map<String, Set<String>> FORMS = forms();

    private final ObjectReader route;

    RouteReader(ObjectReader route) {
        this.route = route;
    }

    private static Map<String, Set<String>> forms() {
        var forms = new LinkedHashMap<String, Set<String>>();
        forms.put("virtualService", Set.of("http", "tls", "tcp", "host", "destinationRule"));
        forms.put("virtualServices", Set.of("host", "destinationRule"));
        forms.put("httpRoute", Set.of("rule", "host"));
        forms.put("grpcRoute", Set.of("rule", "host"));
        forms.put("service", Set.of());
        return forms;
    }

    Route read() {
        List<String> forms = FORMS.keySet().stream().filter(route::has).toList();
        if (forms.size() != 1) {
            String found = forms.isEmpty() ? "no router" : String.join(" and ", forms) + " together";
            route.source().problem(route.node(), route.path(), found, "one of " + String.join(", ", FORMS.keySet()));
            return new Route.ReplicaShare(DefinitionReader.UNREAD);
        }
        String form = forms.getFirst();
        checkKeys(form);
        return switch (form) {
            case "virtualService" -> istio(List.of(mesh(route)));
            case "virtualServices" -> istio(meshes());
            case "httpRoute" -> gateway(GatewayRoute.Kind.HTTP_ROUTE, form);
            case "grpcRoute" -> gateway(GatewayRoute.Kind.GRPC_ROUTE, form);
            default -> new Route.ReplicaShare(route.text("service", Words.LABEL_NAME, DefinitionReader.UNREAD));
        };
    }

    private void checkKeys(String form) {
        Set<String> allowed = FORMS.getOrDefault(form, Set.of());
        Shape.ROUTE.keys().stream()
                .filter(key -> route.has(key) && !key.equals(form) && !allowed.contains(key))
                .forEach(key -> route.problem(
                        key,
                        key + " beside " + form,
                        allowed.isEmpty()
                                ? form + " alone"
                                : String.join(", ", allowed.stream().sorted().toList()) + " beside " + form));
    }

    private Route istio(List<MeshRoute> routes) {
        if (!route.has("host")) {
            route.problem("host", "no key 'host'", "it must be there");
        }
        if (route.has("destinationRule")) {
            return new Route.IstioSubsets(
                    routes,
                    route.text("host", Words.HOST, DefinitionReader.UNREAD),
                    route.text("destinationRule", Words.OBJECT_NAME, DefinitionReader.UNREAD));
        }
        return new Route.IstioServices(routes, route.text("host", SERVICE, DefinitionReader.UNREAD));
    }

    private List<MeshRoute> meshes() {
        var routes = new ArrayList<MeshRoute>();
        route.objects("virtualServices", Shape.MESH_ROUTE).forEach(mesh -> routes.add(mesh(mesh)));
        if (routes.isEmpty() || routes.size() > 20) {
            route.problem("virtualServices", routes.size() + " routes", "1 to 20");
            return List.of(new MeshRoute.Http(DefinitionReader.UNREAD, null));
        }
        return routes;
    }

    private static MeshRoute mesh(ObjectReader mesh) {
        String name = mesh.text("virtualService", Words.OBJECT_NAME, DefinitionReader.UNREAD);
        List<String> protocols =
                Stream.of("http", "tls", "tcp").filter(mesh::has).toList();
        if (protocols.size() > 1) {
            mesh.problem(protocols.get(1), String.join(" and ", protocols) + " together", "one of http, tls, tcp");
        }
        if (mesh.has("tls")) {
            ObjectReader tls = mesh.requiredObject("tls", Shape.TLS);
            return new MeshRoute.Tls(name, port(tls), tls.texts("sniHosts", Words.HOST));
        }
        return mesh.has("tcp")
                ? new MeshRoute.Tcp(name, port(mesh.requiredObject("tcp", Shape.TCP)))
                : new MeshRoute.Http(
                        name, mesh.optionalText("http", Words.LABEL).orElse(null));
    }

    private static @Nullable Integer port(ObjectReader match) {
        return match.has("port") ? match.integer("port", 1, 65_535, 1) : null;
    }

    private Route gateway(GatewayRoute.Kind kind, String key) {
        if (!route.has("host")) {
            route.problem("host", "no key 'host'", "it must be there");
        }
        return new GatewayRoute(
                kind,
                route.text(key, Words.OBJECT_NAME, DefinitionReader.UNREAD),
                route.optionalText("rule", Words.LABEL_NAME).orElse(null),
                route.text("host", SERVICE, DefinitionReader.UNREAD));
    }
}
