package io.gennaker.console.health;

import io.gennaker.contracts.HealthEvent;
import java.util.List;

/// What each replica of each service said last of everything that it looks at.
public interface Health {
    /// What is older than what is known is passed over.
    void store(HealthEvent event);

    List<HealthEvent.Looked> newest();
}
