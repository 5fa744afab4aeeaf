package io.gennaker.console.http;

import io.gennaker.console.definition.Submission;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.DefinitionView;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Definitions: list, look at, store, remove.
@Path("/api/definitions")
@RunOnVirtualThread
public class DefinitionsResource {
    private final Views views;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    /// @param patience how long an answer waits for the change to be in force, so that what follows it finds it
    DefinitionsResource(
            Views views,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.definition-patience", defaultValue = "5s") Duration patience) {
        this.views = views;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// @param document one or more YAML documents
    /// @param files contents of the files that the definitions name
    record ApplyRequest(
            @Nullable String fileName,
            @Nullable String document,
            @Nullable Map<String, @Nullable String> files) {}

    /// @param inForce whether this version was in force when the answer was given; false when that takes longer
    record Applied(String kind, String name, String digest, boolean inForce) {}

    record AllApplied(List<Applied> definitions) {}

    record Removed(String kind, String name) {}

    /// @param text the problem in one line
    record Found(
            String file, int line, int column, @Nullable String path, String message, String text) {
        static Found of(io.gennaker.pipeline.problem.Problem problem) {
            return new Found(
                    problem.file(),
                    problem.line(),
                    problem.column(),
                    problem.path().isEmpty() ? null : problem.path(),
                    "found " + problem.found() + "; allowed: " + problem.allowed(),
                    problem.text());
        }
    }

    record Refusal(String code, String message, List<Found> problems) {
        static Refusal of(List<io.gennaker.pipeline.problem.Problem> problems) {
            String message = problems.size() == 1
                    ? problems.getFirst().text()
                    : problems.size() + " problems; nothing was stored";
            return new Refusal(
                    "invalid", message, problems.stream().map(Found::of).toList());
        }
    }

    @Needs(Permission.VIEW)
    @GET
    public List<DefinitionView> list() {
        return views.definitions().stream()
                .filter(found -> found.isVisible(caller.visible()))
                .toList();
    }

    @Needs(Permission.VIEW)
    @GET
    @Path("/{kind}/{name}")
    public DefinitionView one(@PathParam("kind") String kind, @PathParam("name") String name) {
        return find(kind(kind), name);
    }

    /// Stores all definitions of one file, or none.
    @Needs(Permission.DEFINE)
    @PUT
    public Response apply(ApplyRequest request) throws InterruptedException {
        if (request.fileName() == null || request.document() == null) {
            throw new IllegalArgumentException("fileName and document are needed");
        }
        var submission = new Submission(request.fileName(), request.document(), Given.texts("files", request.files()));
        return switch (submission.decide(caller.actor(), clock.instant())) {
            case Submission.Refused(var problems) ->
                Response.status(422).entity(Refusal.of(problems)).build();
            case Submission.Accepted(var items) -> {
                items.forEach(this::requireDefine);
                store(items);
                yield Response.accepted(
                                new AllApplied(items.stream().map(this::applied).toList()))
                        .build();
            }
        };
    }

    /// Both of the application that it comes to and of the one that it leaves.
    private void requireDefine(Submission.Item item) {
        caller.require(Permission.DEFINE, item.application());
        views.definition(item.kind(), item.name())
                .ifPresent(before -> caller.require(Permission.DEFINE, before.application()));
    }

    private void store(List<Submission.Item> items) throws InterruptedException {
        awaiting.after(
                () -> unitOfWork.run(outbox -> items.forEach(item -> outbox.send(item.command()))),
                ChangeFeed.DEFINITIONS,
                () -> items.stream().allMatch(this::inForce) ? Optional.of(items) : Optional.empty(),
                patience);
    }

    private Applied applied(Submission.Item item) {
        return new Applied(item.kind().word(), item.name(), item.digest().value(), inForce(item));
    }

    private boolean inForce(Submission.Item item) {
        return views.definition(item.kind(), item.name())
                .map(DefinitionView::digest)
                .equals(Optional.of(item.digest().value()));
    }

    @Needs(Permission.DEFINE)
    @DELETE
    @Path("/{kind}/{name}")
    public Response remove(@PathParam("kind") String kindWord, @PathParam("name") String name)
            throws InterruptedException {
        DefinitionKind kind = kind(kindWord);
        caller.require(Permission.DEFINE, find(kind, name).application());
        var command = new DefinitionCommand.Remove(kind, name, caller.actor(), clock.instant());
        var removed = new Removed(kind.word(), name);
        awaiting.after(
                () -> unitOfWork.run(outbox -> outbox.send(command)),
                ChangeFeed.DEFINITIONS,
                () -> views.definition(kind, name).isEmpty() ? Optional.of(removed) : Optional.empty(),
                patience);
        return Response.accepted(removed).build();
    }

    private DefinitionView find(DefinitionKind kind, String name) {
        return views.definition(kind, name)
                .filter(found -> found.isVisible(caller.visible()))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no " + kind.word() + " " + name));
    }

    private static DefinitionKind kind(String word) {
        return Arrays.stream(DefinitionKind.values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind is '" + word + "'; allowed are "
                        + Arrays.stream(DefinitionKind.values())
                                .map(DefinitionKind::word)
                                .collect(Collectors.joining(", "))));
    }
}
