package io.gennaker.judgement.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;

/// Places in Microsoft Teams, by the names that definitions use.
@ConfigMapping(prefix = "gennaker.teams")
public interface TeamsConfiguration {
    @WithParentName
    Map<String, Place> places();

    /// A workflow that takes cards.
    interface Place {
        /// Holds the workflow's address: whoever knows it can write there.
        Path urlFile();
    }
}
