package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Destinations.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a kind of routing object writes what a [WeightPlan] decides.
interface Form {
    /// The key of a rule's destinations.
    String destinations();

    /// Whose a destination is.
    Part part(Value destination);

    /// What a destination is called, in words.
    String name(Value destination);

    /// @param siblings how many destinations the rule has
    int weight(Value destination, int siblings);

    /// A destination like the model that leads to a track.
    Value toward(Value model, Track track, int weight);

    /// A rule like this one for those of its requests that a detour picks out; all of them go to the canary.
    Value detour(Value rule, Steering.Detour detour, Value canary);

    /// Whether a neighbour of a rule may be a detour that was made of it, wherever it leads.
    ///
    /// @param all rules of the list
    boolean isDetour(Value neighbour, Value rule, List<Value> all);

    /// The rule with a mirror to the canary of so many percent, or with none to any variant.
    ///
    /// @throws RouteRefusal when somebody else mirrors the rule already
    Value mirrored(Value rule, @Nullable Integer percent);

    /// The rule without a mirror to a variant of this execution.
    Value withoutOwnMirror(Value rule);

    /// Whether the rule mirrors to a variant of this execution.
    boolean isMirrored(Value rule);
}
