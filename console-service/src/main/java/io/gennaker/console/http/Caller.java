package io.gennaker.console.http;

import io.gennaker.console.access.Tokens.Login;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.access.Applications;
import io.gennaker.contracts.access.Grants;
import io.gennaker.contracts.access.Permission;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who makes this request: set by [Authentication], read by resources.
@RequestScoped
public class Caller {
    private @Nullable Login login;
    private Channel channel = Channel.CLI;

    void is(Login who, Channel by) {
        login = who;
        channel = by;
    }

    Optional<Login> known() {
        return Optional.ofNullable(login);
    }

    Login login() {
        if (login == null) {
            throw new IllegalStateException("a resource was reached without login");
        }
        return login;
    }

    Actor actor() {
        return login().actor();
    }

    Channel channel() {
        return channel;
    }

    Grants grants() {
        return Grants.of(actor());
    }

    /// What the caller may see. To others what is not in it does not exist.
    Applications visible() {
        return grants().where(Permission.VIEW);
    }

    /// @param application null for what belongs to none
    void require(Permission permission, @Nullable String application) {
        Grants.refusal(actor(), permission, application).ifPresent(refusal -> {
            throw Problem.exception(403, "forbidden", refusal);
        });
    }
}
