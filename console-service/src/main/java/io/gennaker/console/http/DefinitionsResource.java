package io.gennaker.console.http;

import io.gennaker.console.definition.InForceTemplates;
import io.gennaker.console.definition.Submission;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.Views;
import io.gennaker.console.view.Views.DefinitionView;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.pipeline.Written;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int MOST_SUBMISSIONS = 200;

    private final Views views;
    private final TemplateStore templates;
    private final InForceTemplates inForceTemplates;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    /// @param patience how long an answer waits for the change to be in force, so that what follows it finds it
    DefinitionsResource(
            Views views,
            TemplateStore templates,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.definition-patience", defaultValue = "5s") Duration patience) {
        this.views = views;
        this.templates = templates;
        this.inForceTemplates = new InForceTemplates(templates);
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// One file, or several as `submissions`, which are stored together or not at all.
    ///
    /// @param document one or more YAML documents
    /// @param files contents of the files that the definitions name
    /// @param channel that templates are put on: `next`, unless given
    /// @param source that marks what is applied together
    record ApplyRequest(
            @Nullable String fileName,
            @Nullable String document,
            @Nullable Map<String, @Nullable String> files,
            @Nullable List<FileRequest> submissions,
            @Nullable String channel,
            @Nullable String source) {}

    record FileRequest(
            @Nullable String fileName,
            @Nullable String document,
            @Nullable Map<String, @Nullable String> files) {}

    /// What a definition was written as, for whoever renders it.
    ///
    /// @param files contents by the path that `document` uses, of those that were handed in here
    /// @param template version that makes the pipeline; null for all others
    record Source(Written written, @Nullable Written template) {}

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

    /// The definition with its files, and with the template that makes it.
    @Needs(Permission.VIEW)
    @GET
    @Path("/{kind}/{name}/source")
    public Source source(@PathParam("kind") String kindWord, @PathParam("name") String name) {
        DefinitionKind kind = kind(kindWord);
        DefinitionView view = find(kind, name);
        return new Source(
                templates.written(kind, name).orElseThrow(),
                view.template() == null || view.templateDigest() == null
                        ? null
                        : templates
                                .version(view.template(), view.templateDigest())
                                .orElse(null));
    }

    /// Stores all definitions of a request, or none.
    @Needs(Permission.DEFINE)
    @PUT
    public Response apply(ApplyRequest request) throws InterruptedException {
        var items = new ArrayList<Submission.Item>();
        var problems = new ArrayList<io.gennaker.pipeline.problem.Problem>();
        var marks = new Submission.Marks(channel(request.channel()), Given.name("source", request.source()));
        var texts = new ArrayList<String>();
        for (Submission submission : submissions(request)) {
            switch (submission.decide(caller.actor(), clock.instant(), marks, inForceTemplates)) {
                case Submission.Refused(var found) -> problems.addAll(found);
                case Submission.Accepted(var accepted) -> items.addAll(accepted);
            }
            texts.addAll(submission.files().values());
        }
        if (!problems.isEmpty()) {
            return Response.status(422).entity(Refusal.of(problems)).build();
        }
        items.forEach(this::requireDefine);
        store(items, texts);
        return Response.accepted(
                        new AllApplied(items.stream().map(this::applied).toList()))
                .build();
    }

    private static List<Submission> submissions(ApplyRequest request) {
        List<FileRequest> files = request.submissions() == null
                ? List.of(new FileRequest(request.fileName(), request.document(), request.files()))
                : request.submissions();
        if (files.isEmpty() || files.size() > MOST_SUBMISSIONS) {
            throw new IllegalArgumentException(
                    "submissions has " + files.size() + " entries; allowed are 1 to " + MOST_SUBMISSIONS);
        }
        return files.stream().map(DefinitionsResource::submission).toList();
    }

    static Submission submission(FileRequest file) {
        if (file.fileName() == null || file.document() == null) {
            throw new IllegalArgumentException("fileName and document are needed");
        }
        return new Submission(file.fileName(), file.document(), Given.texts("files", file.files()));
    }

    private static @Nullable TemplateChannel channel(@Nullable String word) {
        return word == null
                ? null
                : Arrays.stream(TemplateChannel.values())
                        .filter(channel -> channel.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("channel is '" + word + "'; allowed are stable, next"));
    }

    /// Both of the application that it comes to and of the one that it leaves.
    private void requireDefine(Submission.Item item) {
        caller.require(Permission.DEFINE, item.application());
        views.definition(item.kind(), item.name())
                .ifPresent(before -> caller.require(Permission.DEFINE, before.application()));
    }

    private void store(List<Submission.Item> items, List<String> texts) throws InterruptedException {
        awaiting.after(
                () -> unitOfWork.run(outbox -> {
                    templates.keep(texts);
                    items.forEach(item -> outbox.send(item.command()));
                }),
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
        if (kind == DefinitionKind.PIPELINE_TEMPLATE) {
            refuseInUse(name);
        }
        var command = new DefinitionCommand.Remove(kind, name, caller.actor(), clock.instant());
        var removed = new Removed(kind.word(), name);
        awaiting.after(
                () -> unitOfWork.run(outbox -> outbox.send(command)),
                ChangeFeed.DEFINITIONS,
                () -> views.definition(kind, name).isEmpty() ? Optional.of(removed) : Optional.empty(),
                patience);
        return Response.accepted(removed).build();
    }

    private void refuseInUse(String template) {
        List<String> users = templates.uses(template).stream()
                .map(TemplateStore.Use::pipeline)
                .toList();
        if (!users.isEmpty()) {
            throw Problem.exception(
                    409,
                    "in-use",
                    users.size() + " pipelines name template " + template + ", such as " + users.getFirst());
        }
    }

    private DefinitionView find(DefinitionKind kind, String name) {
        return views.definition(kind, name)
                .filter(found -> found.isVisible(caller.visible()))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no " + kind.word() + " " + name));
    }

    static DefinitionKind kind(String word) {
        return Arrays.stream(DefinitionKind.values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind is '" + word + "'; allowed are "
                        + Arrays.stream(DefinitionKind.values())
                                .map(DefinitionKind::word)
                                .collect(Collectors.joining(", "))));
    }
}
