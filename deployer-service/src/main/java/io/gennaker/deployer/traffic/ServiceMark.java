package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The mark of who drives a Service whose shares are made of pods: there may be one at a time.
record ServiceMark(Resource carrier, ExecutionId execution, Wanted wanted) implements Shares {
    ServiceMark {
        String driver = carrier.annotation(Marks.DRIVEN_BY);
        Rivals.of(carrier).ifPresent(reason -> {
            throw new RouteRefusal(reason);
        });
        if (driver != null && !driver.equals(execution.value()) && !wanted.isTakingBack()) {
            throw new RouteRefusal(carrier + " is driven by execution " + driver
                    + "; it can be taken over when that has given everything back");
        }
    }

    @Override
    public boolean isGivenBack() {
        return !execution.value().equals(carrier.annotation(Marks.DRIVEN_BY));
    }

    @Override
    public Set<Track> raised() {
        return wanted.isTakingBack() ? Set.of(Track.RELEASE) : Set.of();
    }

    @Override
    public Set<Track> weighted() {
        return Set.of(Track.RELEASE);
    }

    @Override
    public int current(Track track) {
        return 0;
    }

    @Override
    public Optional<Write.Patch> change() {
        List<PatchOperation> mark = DriverMark.change(carrier, execution, wanted.isTakingBack());
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        var operations = new ArrayList<>(mark);
        operations.addFirst(PatchOperation.onlyIfUnchanged(carrier));
        return Optional.of(new Write.Patch(carrier, operations));
    }

    @Override
    public boolean isReached() {
        return true;
    }

    @Override
    public Optional<String> pending() {
        return Optional.empty();
    }

    @Override
    public String field() {
        return "/metadata/annotations of " + carrier;
    }

    @Override
    public String described() {
        return carrier + " driven by " + carrier.annotation(Marks.DRIVEN_BY);
    }
}
