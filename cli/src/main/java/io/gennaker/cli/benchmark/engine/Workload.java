package io.gennaker.cli.benchmark.engine;

import io.gennaker.pipeline.definition.PipelineDefinition;

/// What is to be run.
///
/// @param executions measured
/// @param stages of each, one after another
/// @param concurrency executions under way at once
/// @param warmUp executions before the measurement
/// @param orchestrators processes of the orchestrator
/// @param waiting further executions that wait for a judgement or a timer meanwhile
/// @param pipelines over which executions are spread
/// @param definitions further pipelines that are stored meanwhile
public record Workload(
        int executions,
        int stages,
        int concurrency,
        int warmUp,
        int orchestrators,
        int waiting,
        int pipelines,
        int definitions) {

    public Workload {
        require("--executions", executions, 1, 1_000_000);
        require("--stages", stages, 1, PipelineDefinition.MOST_STAGES);
        require("--concurrency", concurrency, 1, 20_000);
        require("--warm-up", warmUp, 0, 1_000_000);
        require("--orchestrators", orchestrators, 1, 8);
        require("--waiting", waiting, 0, 50_000);
        require("--pipelines", pipelines, 1, 10_000);
        require("--definitions", definitions, 0, 1_000_000);
    }

    private static void require(String option, int found, int least, int most) {
        if (found < least || found > most) {
            throw new IllegalArgumentException(option + ": found " + found + ", must be " + least + " to " + most);
        }
    }
}
