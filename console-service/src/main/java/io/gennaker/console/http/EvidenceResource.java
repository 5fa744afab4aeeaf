package io.gennaker.console.http;

import io.gennaker.console.canary.CanaryReport;
import io.gennaker.console.canary.EarlierRelease;
import io.gennaker.console.canary.Evidence;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;

/// What the verdict of an analysis rests on, beside the releases that passed before.
@Path("/api/executions/{id}/reports")
@Blocking
public class EvidenceResource {
    private static final int MOST_RELEASES = 20;

    private final Evidence evidence;
    private final Views views;
    private final Caller caller;

    EvidenceResource(Evidence evidence, Views views, Caller caller) {
        this.evidence = evidence;
        this.views = views;
        this.caller = caller;
    }

    /// @param earlier the newest first
    record ShownReport(CanaryReport report, List<EarlierRelease> earlier) {}

    /// @param operation its id without the execution: STAGE/STEP/ATTEMPT
    @Needs(Permission.VIEW)
    @GET
    @Path("/{operation: .+}")
    public ShownReport report(@PathParam("id") String id, @PathParam("operation") String operation) {
        if (views.execution(id)
                .filter(found -> caller.visible().contain(found.application()))
                .isEmpty()) {
            throw Problem.exception(404, "not-found", "no execution " + id);
        }
        CanaryReport report = evidence.report(id + "/" + operation)
                .orElseThrow(() -> Problem.exception(
                        404,
                        "not-found",
                        "no report of " + id + "/" + operation + " is here: one comes when the analysis ends, and is"
                                + " kept for 180 days; the analysis service keeps it longer: gennaker canary report "
                                + id + "/" + operation));
        return new ShownReport(report, evidence.before(report, caller.visible(), MOST_RELEASES));
    }
}
