package io.gennaker.playground.cluster.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads custom resource definitions, and writes those of the kinds present from the start: Istio's and the Gateway
/// API's.
public final class CustomKinds {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CustomKinds() {}

    /// The kind that a CustomResourceDefinition describes.
    ///
    /// @throws IllegalArgumentException naming what is missing or contradicts
    public static Kind read(JsonNode definition) {
        var spec = definition.path("spec");
        var names = spec.path("names");
        var group = required(spec, "spec", "group");
        var plural = required(names, "spec.names", "plural");
        var name = required(names, "spec.names", "kind");
        var expected = plural + "." + group;
        var found = definition.path("metadata").path("name").asText();
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                    "metadata.name: must be spec.names.plural+\".\"+spec.group, found '%s', expected '%s'"
                            .formatted(found, expected));
        }
        var served = new ArrayList<String>();
        JsonNode stored = null;
        for (var version : spec.path("versions")) {
            if (version.path("storage").asBoolean()) {
                stored = version;
                served.addFirst(required(version, "spec.versions[]", "name"));
            } else if (version.path("served").asBoolean(true)) {
                served.add(required(version, "spec.versions[]", "name"));
            }
        }
        if (stored == null) {
            throw new IllegalArgumentException(
                    "spec.versions: must have exactly one version marked as storage version");
        }
        var subresources = stored.path("subresources");
        var schema = stored.path("schema").path("openAPIV3Schema");
        return new Kind(
                group,
                served,
                name,
                plural,
                names.path("singular").asText(name.toLowerCase(Locale.ROOT)),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                spec.path("scope").asText("Namespaced").equals("Namespaced"),
                subresources.has("status"),
                subresources.has("scale"),
                true,
                schema.isObject() ? schema : null);
    }

    /// The name of the version that a definition's objects are stored under.
    public static Optional<String> storedVersion(JsonNode definition) {
        for (var version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                return Optional.of(version.path("name").asText());
            }
        }
        return Optional.empty();
    }

    /// The definitions that every simulated cluster starts with.
    public static List<ObjectNode> presentFromTheStart() {
        var istio = List.of("v1", "v1beta1", "v1alpha3");
        return List.of(
                definition("networking.istio.io", istio, "VirtualService", "virtualservices", List.of("vs")),
                definition("networking.istio.io", istio, "DestinationRule", "destinationrules", List.of("dr")),
                definition("networking.istio.io", istio, "Gateway", "gateways", List.of("gw")),
                definition("networking.istio.io", istio, "ServiceEntry", "serviceentries", List.of("se")),
                definition("gateway.networking.k8s.io", List.of("v1", "v1beta1"), "HTTPRoute", "httproutes", List.of()),
                definition("gateway.networking.k8s.io", List.of("v1"), "GRPCRoute", "grpcroutes", List.of()),
                definition(
                        "gateway.networking.k8s.io", List.of("v1", "v1beta1"), "Gateway", "gateways", List.of("gtw")));
    }

    private static ObjectNode definition(
            String group, List<String> versions, String kind, String plural, List<String> shortNames) {
        var definition = JSON.createObjectNode()
                .put("apiVersion", "apiextensions.k8s.io/v1")
                .put("kind", "CustomResourceDefinition");
        definition.withObject("/metadata").put("name", plural + "." + group);
        var spec = definition.withObject("/spec");
        spec.put("group", group).put("scope", "Namespaced");
        var names = spec.withObject("/names");
        names.put("kind", kind)
                .put("listKind", kind + "List")
                .put("plural", plural)
                .put("singular", kind.toLowerCase(Locale.ROOT));
        shortNames.forEach(names.withArray("/shortNames")::add);
        for (var version : versions) {
            var entry = spec.withArray("/versions").addObject();
            entry.put("name", version).put("served", true).put("storage", version.equals(versions.getFirst()));
            entry.withObject("/schema/openAPIV3Schema")
                    .put("type", "object")
                    .put("x-kubernetes-preserve-unknown-fields", true);
            entry.withObject("/subresources/status");
        }
        return definition;
    }

    private static String required(JsonNode node, String where, String field) {
        var value = node.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(where + "." + field + ": Required value");
        }
        return value;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
