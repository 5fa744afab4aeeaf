package io.gennaker.analysis.http;

import io.gennaker.analysis.graph.ServiceGraphs;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.gennaker.analysis.metrics.QueryRefused;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;

/// Who calls whom: `GET /graph?cluster=production&namespace=acme&seconds=60`.
@Path("/graph")
@Produces(MediaType.APPLICATION_JSON)
public class GraphResource {

    private final ServiceGraphs graphs;
    private final InstantSource clock;

    @Inject
    public GraphResource(ServiceGraphs graphs, InstantSource clock) {
        this.graphs = graphs;
        this.clock = clock;
    }

    @GET
    @Blocking
    public Response graph(
            @QueryParam("cluster") @DefaultValue("") String cluster,
            @QueryParam("namespace") @DefaultValue("") String namespace,
            @QueryParam("seconds") @DefaultValue("60") int seconds)
            throws InterruptedException {
        try {
            return Response.ok(graphs.graph(cluster, namespace, Duration.ofSeconds(seconds), clock.instant()))
                    .build();
        } catch (IllegalArgumentException invalid) {
            return Problems.answer(Response.Status.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        } catch (QueryRefused | MetricSourceUnavailable failed) {
            return Problems.answer(Response.Status.BAD_GATEWAY, String.valueOf(failed.getMessage()));
        }
    }
}
