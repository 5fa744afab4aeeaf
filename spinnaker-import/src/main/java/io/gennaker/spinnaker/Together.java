package io.gennaker.spinnaker;

import io.gennaker.spinnaker.naming.Clusters;
import io.gennaker.spinnaker.stage.CanaryConfigs;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What pipelines that are imported together share; it grows while they are read.
///
/// @param pipelines names of all of them, by Spinnaker's id
/// @param applications of all of them, as the definitions call them, by Spinnaker's id
/// @param rules names that notification rules have already
/// @param zone on whose clocks the Spinnaker server reads times
record Together(
        Clusters clusters,
        Map<String, String> pipelines,
        Map<String, String> applications,
        CanaryConfigs canaryConfigs,
        Set<String> rules,
        Optional<String> zone) {}
