package io.gennaker.trigger.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;

/// Topics of the user's own whose records are events, by the name that triggers call the source.
@ConfigMapping(prefix = "gennaker.topics")
public interface UserTopicsConfig {
    @WithParentName
    Map<String, Topic> all();

    /// One topic on the same brokers.
    interface Topic {
        String topic();
    }
}
