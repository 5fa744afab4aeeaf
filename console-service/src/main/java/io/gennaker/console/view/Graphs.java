package io.gennaker.console.view;

import io.gennaker.console.view.GraphView.Place;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.access.Applications;
import java.util.List;
import java.util.Optional;

/// What is known of who calls whom.
public interface Graphs {
    void store(GraphEvent event);

    /// Remembers where an execution shifts traffic.
    void store(DeploymentEvent.TrafficShifted shifted);

    /// Namespaces in which applications that may be seen shifted traffic, by name; the first when there are many.
    List<Place> places(Applications visible);

    /// Whether an application that may be seen shifted traffic there.
    boolean isPlace(Place place, Applications visible);

    /// Empty where nobody has looked yet, and of a place that may not be seen.
    Optional<GraphView> find(Place place, Applications visible);
}
