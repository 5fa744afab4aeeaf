package io.gennaker.console.http;

import io.gennaker.console.view.Notices;
import io.gennaker.console.view.Notices.NoticeView;
import io.gennaker.contracts.access.Permission;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people were told by rules, and what they could not be told.
@Path("/api/notices")
@Blocking
public class NoticesResource {
    private static final int PAGE = 50;

    private final Notices notices;
    private final Caller caller;

    NoticesResource(Notices notices, Caller caller) {
        this.notices = notices;
        this.caller = caller;
    }

    /// @param failed `true`: only those that people were not told
    @Needs(Permission.VIEW)
    @GET
    public List<NoticeView> list(
            @QueryParam("execution") @Nullable String execution,
            @QueryParam("failed") @Nullable Boolean failed,
            @QueryParam("limit") @Nullable String limit) {
        return notices.list(
                Given.name("execution", execution),
                Boolean.TRUE.equals(failed),
                caller.visible(),
                Given.limit(limit, PAGE));
    }
}
