package io.gennaker.console.http;

import io.gennaker.console.definition.InForceTemplates;
import io.gennaker.console.definition.Outline;
import io.gennaker.console.definition.Submission;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.console.http.DefinitionsResource.FileRequest;
import io.gennaker.console.http.DefinitionsResource.Found;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.List;

/// Tells what storing a definition would say, without storing it: for whoever writes one.
@Path("/api/definitions/check")
@RunOnVirtualThread
public class ChecksResource {
    private final InForceTemplates templates;
    private final Caller caller;
    private final Clock clock;

    ChecksResource(TemplateStore templates, Caller caller, Clock clock) {
        this.templates = new InForceTemplates(templates);
        this.caller = caller;
        this.clock = clock;
    }

    /// @param problems none: it can be stored
    /// @param definitions what it comes to; none while it has problems
    record Checked(List<Found> problems, List<Outline> definitions) {}

    @Needs(Permission.VIEW)
    @ChangesNothing
    @POST
    public Checked check(FileRequest asked) {
        Submission submission = DefinitionsResource.submission(asked);
        return switch (submission.decide(caller.actor(), clock.instant(), Submission.Marks.NONE, templates)) {
            case Submission.Refused(var problems) ->
                new Checked(problems.stream().map(Found::of).toList(), List.of());
            case Submission.Accepted _ -> new Checked(List.of(), Outline.of(submission, templates));
        };
    }
}
