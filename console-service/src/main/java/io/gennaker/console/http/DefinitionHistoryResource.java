package io.gennaker.console.http;

import io.gennaker.console.definition.DefinitionHistory;
import io.gennaker.console.definition.DefinitionHistory.StoredDefinition;
import io.gennaker.console.definition.DefinitionHistory.StoredVersion;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/// The versions of a definition that were in force, also of one that was removed.
@Path("/api/definitions/{kind}/{name}/versions")
@RunOnVirtualThread
public class DefinitionHistoryResource {
    private final DefinitionHistory history;
    private final Caller caller;

    DefinitionHistoryResource(DefinitionHistory history, Caller caller) {
        this.history = history;
        this.caller = caller;
    }

    /// The newest first.
    @Needs(Permission.VIEW)
    @GET
    public List<StoredVersion> versions(@PathParam("kind") String kindWord, @PathParam("name") String name) {
        DefinitionKind kind = DefinitionsResource.kind(kindWord);
        List<StoredVersion> visible = history.versions(kind, name).stream()
                .filter(version -> isVisible(kind, version))
                .toList();
        if (visible.isEmpty()) {
            throw Problem.exception(404, "not-found", "no " + kind.word() + " " + name);
        }
        return visible;
    }

    @Needs(Permission.VIEW)
    @GET
    @Path("/{number}")
    public StoredDefinition version(
            @PathParam("kind") String kindWord, @PathParam("name") String name, @PathParam("number") long number) {
        DefinitionKind kind = DefinitionsResource.kind(kindWord);
        return history.version(kind, name, number)
                .filter(found -> isVisible(kind, found.version()))
                .orElseThrow(() -> Problem.exception(
                        404, "not-found", "no version " + number + " of " + kind.word() + " " + name));
    }

    private boolean isVisible(DefinitionKind kind, StoredVersion version) {
        boolean isShared = version.application() == null && kind != DefinitionKind.PIPELINE;
        return isShared || caller.visible().contain(version.application());
    }
}
