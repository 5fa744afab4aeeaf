package io.gennaker.console.http;

import io.gennaker.console.access.Audit;
import io.gennaker.console.access.Tokens.Login;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/// Writes down what logged-in callers did or were refused. Reading is not written down, unless it was refused; requests
/// without a login change nothing, and would let anybody fill the audit.
public class AuditFilter {
    private static final Logger LOG = Logger.getLogger(AuditFilter.class);
    private static final int LONGEST_PATH = 500;

    private final Audit audit;
    private final Caller caller;
    private final Clock clock;
    private final CurrentVertxRequest request;

    AuditFilter(Audit audit, Caller caller, Clock clock, CurrentVertxRequest request) {
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
        this.request = request;
    }

    @ServerResponseFilter
    public void write(ContainerRequestContext asked, ContainerResponseContext answered, SimpleResourceInfo resource) {
        boolean reading = (asked.getMethod().equals("GET") || asked.getMethod().equals("HEAD"))
                        && !SingleSignOnResource.class.equals(resource.getResourceClass())
                || changesNothing(resource);
        if (reading && answered.getStatus() != 403) {
            return;
        }
        caller.known().ifPresent(login -> write(login, asked, answered.getStatus(), resource));
    }

    private static boolean changesNothing(SimpleResourceInfo resource) {
        Class<?> type = resource.getResourceClass();
        return type != null
                && Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals(resource.getMethodName())
                                && method.isAnnotationPresent(ChangesNothing.class));
    }

    private void write(Login login, ContainerRequestContext asked, int status, SimpleResourceInfo resource) {
        String path = asked.getUriInfo().getRequestUri().getRawPath();
        var entry = new Audit.Entry(
                clock.instant(),
                login.actor().user(),
                login.token(),
                caller.channel().name(),
                address(),
                asked.getMethod() + " " + template(resource).replace("//", "/"),
                path.substring(0, Math.min(LONGEST_PATH, path.length())),
                status);
        try {
            audit.add(entry);
        } catch (RuntimeException failed) {
            // It was done already; the log is the second place to look.
            LOG.errorf(failed, "not in the audit entry=%s", entry);
        }
    }

    private String address() {
        RoutingContext current = request.getCurrent();
        return current == null || current.request().remoteAddress() == null
                ? "unknown"
                : current.request().remoteAddress().hostAddress();
    }

    private static String template(SimpleResourceInfo resource) {
        Class<?> type = resource.getResourceClass();
        String of = type == null || type.getAnnotation(Path.class) == null
                ? ""
                : type.getAnnotation(Path.class).value();
        return type == null
                ? of
                : of
                        + Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> method.getName().equals(resource.getMethodName())
                                        && method.isAnnotationPresent(Path.class))
                                .map(method -> method.getAnnotation(Path.class).value())
                                .findFirst()
                                .orElse("");
    }
}
