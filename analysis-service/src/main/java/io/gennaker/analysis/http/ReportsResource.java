package io.gennaker.analysis.http;

import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.contracts.OperationId;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// The evidence behind a verdict: `GET /reports/{operationId}`. Operation ids hold slashes, which may stand as they
/// are.
@Path("/reports")
@Produces(MediaType.APPLICATION_JSON)
public class ReportsResource {

    private final ReportStore reports;

    @Inject
    public ReportsResource(ReportStore reports) {
        this.reports = reports;
    }

    @GET
    @Path("{operationId: .+}")
    @Blocking
    public Response report(@PathParam("operationId") String operationId) {
        OperationId id;
        try {
            id = new OperationId(operationId);
        } catch (IllegalArgumentException invalid) {
            return Problems.answer(Response.Status.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
        return reports.find(id)
                .map(report -> Response.ok(report).build())
                .orElseGet(() -> Problems.answer(
                        Response.Status.NOT_FOUND,
                        "no report of operation '" + id + "'; found only after an analysis has completed"));
    }
}
