package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.WithdrawnImages;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Images that are kept from pipelines: list, withdraw, reinstate.
@Path("/api/images/withdrawn")
@RunOnVirtualThread
public class ImagesResource {
    private static final int PAGE = 100;

    private final WithdrawnImages images;
    private final PipelineOwners owners;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;

    /// @param patience how long an answer waits for the change to be in force
    ImagesResource(
            WithdrawnImages images,
            PipelineOwners owners,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.definition-patience", defaultValue = "5s") Duration patience) {
        this.images = images;
        this.owners = owners;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// @param image `repository@sha256:...`; a tag beside it is passed over
    record ImageRequest(
            @Nullable String pipeline,
            @Nullable String image,
            @Nullable String reason) {}

    /// @param inForce false when the orchestrator did not take it in time; it still will
    record ImageChange(String pipeline, String image, boolean inForce) {}

    /// The newest first.
    @Needs(Permission.VIEW)
    @GET
    public List<WithdrawnImages.WithdrawnImage> list(
            @QueryParam("pipeline") @Nullable String pipeline, @QueryParam("limit") @Nullable String limit) {
        return images.list(Given.name("pipeline", pipeline), caller.visible(), Given.limit(limit, PAGE));
    }

    /// Nothing starts with the image any more.
    @Needs(Permission.RUN)
    @POST
    public Response withdraw(@Nullable ImageRequest request) throws InterruptedException {
        Asked asked = asked(request, Permission.RUN);
        var command = new ImageCommand.Withdraw(
                asked.pipeline(),
                asked.image().repository(),
                asked.digest(),
                caller.actor(),
                asked.reason(),
                clock.instant());
        return answer(asked, command, true);
    }

    /// It may be delivered again.
    @Needs(Permission.DEFINE)
    @POST
    @Path("/reinstate")
    public Response reinstate(@Nullable ImageRequest request) throws InterruptedException {
        Asked asked = asked(request, Permission.DEFINE);
        if (!images.contain(asked.pipeline(), asked.image().pinned())) {
            throw Problem.exception(
                    404, "not-found", asked.image().pinned() + " is not withdrawn from pipeline " + asked.pipeline());
        }
        var command = new ImageCommand.Reinstate(
                asked.pipeline(),
                asked.image().repository(),
                asked.digest(),
                caller.actor(),
                asked.reason(),
                clock.instant());
        return answer(asked, command, false);
    }

    private record Asked(String pipeline, ImageReference image, Digest digest, String reason) {}

    private Asked asked(@Nullable ImageRequest request, Permission permission) {
        String pipeline = required("pipeline", request == null ? null : request.pipeline());
        String image = required("image", request == null ? null : request.image());
        String reason = Given.remark("reason", request == null ? null : request.reason());
        if (reason == null) {
            throw new IllegalArgumentException("reason is missing: it is told to those who are refused");
        }
        ImageReference parsed = ImageReference.parse(image);
        Digest digest = parsed.digest();
        if (digest == null) {
            throw new IllegalArgumentException(
                    "image is '" + image + "'; allowed is one with its digest, repository@sha256:...");
        }
        caller.require(permission, owners.application(pipeline));
        return new Asked(pipeline, parsed, digest, reason);
    }

    private static String required(String what, @Nullable String given) {
        String text = Given.name(what, given);
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return text;
    }

    private Response answer(Asked asked, ImageCommand command, boolean withdrawn) throws InterruptedException {
        String image = asked.image().pinned();
        var done = new ImageChange(asked.pipeline(), image, true);
        ImageChange answer = awaiting.after(
                        () -> unitOfWork.run(outbox -> outbox.send(command)),
                        ChangeFeed.DEFINITIONS,
                        () -> images.contain(asked.pipeline(), image) == withdrawn
                                ? Optional.of(done)
                                : Optional.empty(),
                        patience)
                .orElse(new ImageChange(asked.pipeline(), image, false));
        return Response.accepted(answer).build();
    }
}
