package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.StageStatus;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What stays of the stages of an execution that ended, so that it can be opened again.
///
/// @param stages those that ended by themselves and were not taken back; all others begin again
/// @param stopped those of the others that were under way when the execution ended
/// @param tries how often each was begun
/// @param begun number of steps begun so far
public record Standing(Map<String, StageState> stages, Set<String> stopped, Map<String, Tries> tries, int begun) {
    public Standing {
        stages = Collections.unmodifiableMap(new TreeMap<>(stages));
        stopped = Collections.unmodifiableSet(new TreeSet<>(stopped));
        tries = Collections.unmodifiableMap(new TreeMap<>(tries));
    }

    /// Of stages whose execution ends now.
    ///
    /// @param takenBack those that had ended well and are taken back
    static Standing at(Map<String, StageState> stages, Set<String> takenBack, Map<String, Tries> tries, int begun) {
        var kept = new TreeMap<String, StageState>();
        var stopped = new TreeSet<String>();
        stages.forEach((id, state) -> {
            switch (state) {
                case StageState.Ended ended
                when Applicable.failed(ended) || !takenBack.contains(id) -> kept.put(id, ended);
                case StageState.Ended gone -> {}
                // That a person skipped it is forgotten with the end.
                case StageState.Blocked blocked -> kept.put(id, new StageState.Blocked(blocked.reason()));
                case StageState.TakingBack back
                when back.outcome() != StageStatus.WAITING -> kept.put(id, back.toEnded());
                case StageState.TakingBack again -> stopped.add(id);
                case StageState.Active active -> stopped.add(id);
                case StageState.Waiting waiting -> {}
                case StageState.Held held -> {
                    if (tries.containsKey(id)) {
                        stopped.add(id);
                    }
                }
            }
        });
        return new Standing(kept, stopped, tries, begun);
    }
}
