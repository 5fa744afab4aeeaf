package io.gennaker.deployer.task;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.DeploymentTask.ShiftTraffic;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Route;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.deployer.traffic.Drive;
import io.gennaker.deployer.traffic.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The weights that routes are meant to have. The newest intention for a route is the one that counts.
public interface IntendedWeights {
    /// One intention.
    ///
    /// @param releasePods that release had when it last carried everything, and needs to do so again; 0 when
    ///     nobody knows
    record Intention(ExecutionId execution, OperationId operation, ShiftTraffic shift, int releasePods, Instant at) {
        public ClusterTarget cluster() {
            return shift.cluster();
        }

        public String namespace() {
            return shift.namespace();
        }

        public Route route() {
            return shift.route();
        }

        public TrafficSplit split() {
            return shift.split();
        }

        public Drive drive() {
            return new Drive(shift.route(), shift.namespace(), shift.workload(), execution);
        }

        public Wanted wanted() {
            return new Wanted(shift.split(), shift.steering());
        }
    }

    /// Records inside the running transaction, in place of the route's last intention.
    void intend(Intention intention);

    /// The newest intention for the route.
    Optional<Intention> newest(ClusterTarget cluster, String namespace, Route route);

    /// The newest intention of each route that was reached and gives a variant weight.
    List<Intention> inForce();

    /// Whether the shift that intends it has not ended yet.
    boolean isUnderWay(Intention intention);

    /// Forgets the intention inside the running transaction: nobody intends anything any more, unless a newer one has
    /// taken its place.
    void forget(Intention intention);

    /// Records inside the running transaction that the intention was read back from the cluster.
    void reached(Intention intention);
}
