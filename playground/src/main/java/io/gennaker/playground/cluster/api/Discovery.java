package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.objects.ApiProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tells clients what is served: groups, versions, resources, and the OpenAPI documents that `kubectl` looks into
/// before it applies anything.
final class Discovery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final KindCatalog kinds;

    Discovery(KindCatalog kinds) {
        this.kinds = kinds;
    }

    /// The document at a path, empty when the path is not one of discovery's.
    Optional<ObjectNode> at(String path) {
        var parts = path.substring(1).split("/");
        return switch (parts[0]) {
            case "version" -> Optional.of(version());
            case "api" ->
                switch (parts.length) {
                    case 1 -> Optional.of(coreVersions());
                    case 2 -> Optional.of(resources("", parts[1]));
                    default -> Optional.empty();
                };
            case "apis" ->
                switch (parts.length) {
                    case 1 -> Optional.of(groups());
                    case 2 -> Optional.of(group(parts[1]));
                    case 3 -> Optional.of(resources(parts[1], parts[2]));
                    default -> Optional.empty();
                };
            case "openapi" -> openApi(parts);
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return JSON.createObjectNode()
                .put("major", "1")
                .put("minor", "32")
                .put("gitVersion", "v1.32.0+gennaker.simulated")
                .put("platform", "simulated");
    }

    private static ObjectNode coreVersions() {
        var document = JSON.createObjectNode().put("kind", "APIVersions");
        document.putArray("versions").add("v1");
        document.putArray("serverAddressByClientCIDRs");
        return document;
    }

    private ObjectNode groups() {
        var document = JSON.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        var groups = document.putArray("groups");
        var names = new TreeSet<String>();
        kinds.all().forEach(kind -> names.add(kind.group()));
        names.remove("");
        names.forEach(name -> groups.add(describe(name)));
        return document;
    }

    private ObjectNode group(String name) {
        return describe(name).put("kind", "APIGroup").put("apiVersion", "v1");
    }

    private ObjectNode describe(String group) {
        var versions = versions(group);
        if (versions.isEmpty()) {
            throw ApiProblem.noSuchPath();
        }
        var document = JSON.createObjectNode().put("name", group);
        var list = document.putArray("versions");
        versions.forEach(version ->
                list.addObject().put("groupVersion", group + "/" + version).put("version", version));
        document.set("preferredVersion", list.get(0));
        return document;
    }

    private Set<String> versions(String group) {
        var versions = new LinkedHashSet<String>();
        kinds.all().stream()
                .filter(kind -> kind.group().equals(group))
                .forEach(kind -> versions.addAll(kind.versions()));
        return versions;
    }

    private List<Kind> served(String group, String version) {
        var served = kinds.all().stream()
                .filter(kind -> kind.group().equals(group) && kind.versions().contains(version))
                .toList();
        if (served.isEmpty()) {
            throw ApiProblem.noSuchPath();
        }
        return served;
    }

    private ObjectNode resources(String group, String version) {
        var document = JSON.createObjectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        var resources = document.putArray("resources");
        served(group, version).forEach(kind -> describe(resources, kind));
        return document;
    }

    private static void describe(ArrayNode resources, Kind kind) {
        var resource = resource(resources, kind, "", VERBS);
        kind.shortNames().forEach(resource.withArray("/shortNames")::add);
        kind.categories().forEach(resource.withArray("/categories")::add);
        if (kind.status()) {
            resource(resources, kind, "/status", List.of("get", "patch", "update"));
        }
        if (kind.scale()) {
            resource(resources, kind, "/scale", List.of("get", "patch", "update"))
                    .put("group", "autoscaling")
                    .put("version", "v1")
                    .put("kind", "Scale");
        }
        if (kind.resource().equals("pods")) {
            resource(resources, kind, "/log", List.of("get"));
        }
    }

    private static ObjectNode resource(ArrayNode resources, Kind kind, String subresource, List<String> verbs) {
        var resource = resources
                .addObject()
                .put("name", kind.plural() + subresource)
                .put("singularName", subresource.isEmpty() ? kind.singular() : "")
                .put("namespaced", kind.namespaced())
                .put("kind", kind.name());
        verbs.forEach(resource.withArray("/verbs")::add);
        return resource;
    }

    private Optional<ObjectNode> openApi(String[] parts) {
        if (parts.length < 2 || !parts[1].equals("v3")) {
            return Optional.empty();
        }
        return switch (parts.length) {
            case 2 -> Optional.of(openApiIndex());
            case 4 -> Optional.of(openApi("", parts[3]));
            case 5 -> Optional.of(openApi(parts[3], parts[4]));
            default -> Optional.empty();
        };
    }

    private ObjectNode openApiIndex() {
        var index = JSON.createObjectNode();
        var paths = index.putObject("paths");
        var names = new TreeSet<String>();
        for (var kind : kinds.all()) {
            kind.versions().forEach(version -> names.add(root(kind, version)));
        }
        names.forEach(name -> paths.putObject(name).put("serverRelativeURL", "/openapi/v3/" + name));
        return index;
    }

    private static String root(Kind kind, String version) {
        return kind.group().isEmpty() ? "api/" + version : "apis/" + kind.group() + "/" + version;
    }

    /// Enough of an OpenAPI document for clients to learn that patches can be validated by the server.
    private ObjectNode openApi(String group, String version) {
        var document = JSON.createObjectNode().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Simulated cluster").put("version", "v1.32.0");
        var paths = document.putObject("paths");
        for (var kind : served(group, version)) {
            var path = "/" + root(kind, version) + (kind.namespaced() ? "/namespaces/{namespace}/" : "/")
                    + kind.plural() + "/{name}";
            var patch = paths.putObject(path).putObject("patch");
            for (var name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
                patch.withArray("/parameters")
                        .addObject()
                        .put("name", name)
                        .put("in", "query")
                        .putObject("schema")
                        .put("type", name.equals("force") ? "boolean" : "string");
            }
            patch.putObject("x-kubernetes-group-version-kind")
                    .put("group", group)
                    .put("version", version)
                    .put("kind", kind.name());
        }
        document.putObject("components").putObject("schemas");
        return document;
    }
}
