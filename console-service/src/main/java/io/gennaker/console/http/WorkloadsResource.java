package io.gennaker.console.http;

import io.gennaker.console.view.Workloads;
import io.gennaker.console.view.Workloads.WorkloadView;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/// What runs where, as deliveries left it.
@Path("/api/workloads")
@Blocking
public class WorkloadsResource {
    private final Workloads workloads;
    private final Caller caller;

    WorkloadsResource(Workloads workloads, Caller caller) {
        this.workloads = workloads;
        this.caller = caller;
    }

    @Needs(Permission.VIEW)
    @GET
    public List<WorkloadView> list() {
        return workloads.list(caller.visible());
    }
}
