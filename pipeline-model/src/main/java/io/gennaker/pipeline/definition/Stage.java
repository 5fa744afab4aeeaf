package io.gennaker.pipeline.definition;

import io.gennaker.contracts.Steering;
import io.gennaker.pipeline.plan.DeferredWork;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stage of a pipeline. Clusters, namespaces and texts for people may hold expressions.
public sealed interface Stage {
    Frame frame();

    /// The word that stands for it in the language.
    String kind();

    /// Paths of the manifests that it names.
    default List<String> files() {
        return List.of();
    }

    /// Kayenta's configurations that it names.
    default List<CanaryConfigFile> canaryConfigs() {
        return List.of();
    }

    /// The cluster that it works on, where it works on one, as written: it may hold expressions.
    default Optional<String> clusterName() {
        return switch (this) {
            case Deploy deploy -> Optional.of(deploy.cluster());
            case Job job -> Optional.of(job.cluster());
            case Canary canary -> Optional.of(canary.rollout().cluster());
            case BlueGreen blueGreen -> Optional.of(blueGreen.rollout().cluster());
            case RollingOut rollingOut -> Optional.of(rollingOut.rollout().cluster());
            case Operate operate -> Optional.of(operate.cluster());
            case Analysis analysis -> Optional.of(analysis.cluster());
            case Rollback rollback -> Optional.of(rollback.of().cluster());
            case Wait _, WaitUntil _, Judgement _, Evaluate _, Check _, Webhook _, Notify _, Pipeline _ ->
                Optional.empty();
        };
    }

    default String id() {
        return frame().id();
    }

    /// Applies manifests and waits until they are ready.
    ///
    /// @param undoOnFailure whether what was there before is restored when the execution fails later
    /// @param force whether fields are taken over that other field managers own
    record Deploy(
            Frame frame, String cluster, String namespace, List<String> manifests, boolean undoOnFailure, boolean force)
            implements Stage {
        public Deploy {
            manifests = List.copyOf(manifests);
        }

        @Override
        public String kind() {
            return "deploy";
        }

        @Override
        public List<String> files() {
            return manifests;
        }
    }

    /// Runs one Kubernetes Job to completion.
    record Job(Frame frame, String cluster, String namespace, String manifest) implements Stage {
        @Override
        public String kind() {
            return "job";
        }

        @Override
        public List<String> files() {
            return List.of(manifest);
        }
    }

    /// Does something with one object that is there already, or with those that carry some labels.
    record Operate(Frame frame, String cluster, String namespace, ChosenObject object, Operation operation)
            implements Stage {
        @Override
        public String kind() {
            return operation.kind();
        }

        @Override
        public List<String> files() {
            return operation instanceof Operation.Patch patch ? List.of(patch.file()) : List.of();
        }
    }

    /// Compares a workload with another one, or holds it to limits.
    ///
    /// @param baseline null where the judge needs none
    /// @param configured where its metrics come from, when they are not in it; null: they are
    record Analysis(
            Frame frame,
            String cluster,
            String namespace,
            String workload,
            @Nullable String baseline,
            io.gennaker.pipeline.definition.Analysis analysis)
            implements Stage {
        @Override
        public String kind() {
            return "analysis";
        }

        @Override
        public List<CanaryConfigFile> canaryConfigs() {
            return analysis.configured() == null ? List.of() : List.of(analysis.configured());
        }
    }

    /// Takes back what another stage applied.
    record Rollback(Frame frame, Deploy of) implements Stage {
        @Override
        public String kind() {
            return "rollback";
        }
    }

    /// Lets time pass.
    record Wait(Frame frame, Duration duration) implements Stage {
        @Override
        public String kind() {
            return "wait";
        }
    }

    /// Lets time pass until a moment.
    ///
    /// @param instant RFC 3339, may hold expressions; null where there is a time of day
    /// @param time of day, the next time that the zone's clocks show it
    record WaitUntil(
            Frame frame,
            @Nullable String instant,
            @Nullable LocalTime time,
            @Nullable ZoneId zone) implements Stage {
        @Override
        public String kind() {
            return "waitUntil";
        }
    }

    /// Gives outputs.
    ///
    /// @param values CEL expressions by the name of the output
    record Evaluate(Frame frame, Map<String, String> values) implements Stage {
        public Evaluate {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }

        @Override
        public String kind() {
            return "evaluate";
        }
    }

    /// Fails unless all conditions hold.
    record Check(Frame frame, List<DeferredWork.Claim> claims) implements Stage {
        public Check {
            claims = List.copyOf(claims);
        }

        @Override
        public String kind() {
            return "check";
        }
    }

    /// Calls a system outside.
    record Webhook(Frame frame, io.gennaker.pipeline.definition.Webhook webhook) implements Stage {
        @Override
        public String kind() {
            return "webhook";
        }
    }

    /// Tells people.
    record Notify(Frame frame, Notice notice) implements Stage {
        @Override
        public String kind() {
            return "notify";
        }
    }

    /// Runs another pipeline.
    record Pipeline(Frame frame, NestedPipeline nested) implements Stage {
        @Override
        public String kind() {
            return "pipeline";
        }
    }

    /// Asks people.
    record Judgement(Frame frame, Question question) implements Stage {
        @Override
        public String kind() {
            return "judgement";
        }
    }

    /// Carries a new version to production behind a growing share of the traffic, compared with a fresh baseline.
    ///
    /// @param background an analysis beside all steps; null: none
    record Canary(
            Frame frame,
            Rollout rollout,
            List<RolloutStep> steps,
            io.gennaker.pipeline.definition.@Nullable Analysis background)
            implements Stage {
        public Canary {
            steps = List.copyOf(steps);
        }

        @Override
        public String kind() {
            return "canary";
        }

        @Override
        public List<CanaryConfigFile> canaryConfigs() {
            return Stream.concat(
                            Stream.ofNullable(background),
                            steps.stream()
                                    .flatMap(step -> step instanceof RolloutStep.Shift shift
                                            ? Stream.ofNullable(shift.analysis())
                                            : Stream.of()))
                    .flatMap(analysis -> Stream.ofNullable(analysis.configured()))
                    .toList();
        }

        @Override
        public List<String> files() {
            return rollout.manifests();
        }
    }

    /// Starts a new version in full beside the release, and gives it all traffic at once; the release stays for a
    /// while, ready to take it back.
    ///
    /// @param preview requests that reach the new version before all do; null: none
    /// @param steps before the switch
    /// @param keep how long the release stays as it was after the switch
    record BlueGreen(
            Frame frame, Rollout rollout, Steering.@Nullable Detour preview, List<RolloutStep> steps, Duration keep)
            implements Stage {
        public BlueGreen {
            steps = List.copyOf(steps);
        }

        @Override
        public String kind() {
            return "blueGreen";
        }

        @Override
        public List<String> files() {
            return rollout.manifests();
        }
    }

    /// Moves traffic to a new version that grows with its share, while the release stays able to carry all.
    record RollingOut(Frame frame, Rollout rollout, List<RolloutStep> steps) implements Stage {
        public RollingOut {
            steps = List.copyOf(steps);
        }

        @Override
        public String kind() {
            return "rollingOut";
        }

        @Override
        public List<String> files() {
            return rollout.manifests();
        }
    }
}
