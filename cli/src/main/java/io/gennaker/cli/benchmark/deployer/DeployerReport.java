package io.gennaker.cli.benchmark.deployer;

import io.gennaker.cli.benchmark.engine.Samples;
import java.util.Map;

/// What was measured.
///
/// @param mostUnderWay how many deployments were under way at once, at most
/// @param requestsPerDeployment of the deployer to the API server, watches and their lists left out
/// @param requests how often it asked what, by verb and path
/// @param watches how often it opened a watch, by path; each begins with a list
/// @param overheadMillis from command to answer, less the time from when the Deployment was there until it was
/// available
/// @param commandToCreatedMillis from the command to when the API server told of the Deployment
/// @param availableToAnswerMillis from when the API server told that it is available to the answer
/// @param podsMillis from when the Deployment was there until it was available
/// @param residentBytes of the deployer, before the measurement and at its end
public record DeployerReport(
        DeployerLoad load,
        double seconds,
        int mostUnderWay,
        double requestsPerDeployment,
        Map<String, Long> requests,
        Map<String, Long> watches,
        Samples.Summary overheadMillis,
        Samples.Summary commandToCreatedMillis,
        Samples.Summary availableToAnswerMillis,
        Samples.Summary podsMillis,
        Memory residentBytes,
        double deployerCpuMillisPerDeployment,
        double loadBefore) {

    public record Memory(long before, long after) {}
}
