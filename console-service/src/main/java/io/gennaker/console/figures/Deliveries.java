package io.gennaker.console.figures;

import io.gennaker.contracts.access.Applications;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where finished deliveries are read from.
public interface Deliveries {
    /// In the order in which they finished; the newest when there are more than can be counted.
    ///
    /// @param application only of this one; null for all that are visible
    List<FinishedDelivery> since(Instant from, @Nullable String application, Applications visible);
}
