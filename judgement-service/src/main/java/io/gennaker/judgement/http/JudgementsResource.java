package io.gennaker.judgement.http;

import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.decision.Judgement;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.http.JudgementWebhook.Result;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// `GET /judgements?judgement=<id>`: a judgement with every answer, as this service has it. For diagnosis.
@Path("/judgements")
@Produces(MediaType.APPLICATION_JSON)
public class JudgementsResource {
    private final JudgementStore store;

    JudgementsResource(JudgementStore store) {
        this.store = store;
    }

    /// @param status `Open`, `Concluded` or `Withdrawn`
    record View(String status, Judgement judgement) {}

    @GET
    @Blocking
    public Response judgement(@QueryParam("judgement") @Nullable String judgement) {
        OperationId id;
        try {
            id = JudgementId.parse("judgement", judgement);
        } catch (IllegalArgumentException malformed) {
            return Response.status(400)
                    .entity(new Result("malformed", String.valueOf(malformed.getMessage())))
                    .build();
        }
        return store.find(id)
                .map(found -> Response.ok(json(found)))
                .orElseGet(() -> Response.status(404).entity(new Result("unknown", "there is no judgement " + id)))
                .build();
    }

    /// In the form of the contracts, as on the bus.
    private static String json(Judgement judgement) {
        return StoredJson.write(new View(judgement.getClass().getSimpleName(), judgement));
    }
}
