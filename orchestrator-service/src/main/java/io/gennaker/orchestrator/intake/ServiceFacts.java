package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CdSubject;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Rollback;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.pipeline.plan.Compensation;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells what a step that ended well means for services: one fact for each artifact that its manifests hold.
///
/// - Manifests applied by a rollout that was promoted: upgraded. By any other stage: deployed.
/// - What a stage applied was restored: rolled back. Of a rollout that was never promoted, its end is that no request
///   reaches it any more: rolled back with the return of the traffic.
final class ServiceFacts {
    private ServiceFacts() {}

    static Stream<DeliveryFact> of(ExecutionEvent.StepChanged changed, ExecutionState before, Plan plan) {
        if (changed.status() != StepStatus.SUCCEEDED) {
            return Stream.empty();
        }
        PlannedStage stage = plan.stage(changed.stage());
        return changed.compensation() ? takenBack(changed, stage, before, plan) : applied(changed, stage, plan);
    }

    /// Whether the stage brings manifests to a cluster.
    static boolean delivers(PlannedStage stage) {
        return deploying(stage).findAny().isPresent();
    }

    /// Whether the stage is there to restore what another one delivered.
    static boolean takesBack(PlannedStage stage) {
        return stage.steps().stream().anyMatch(step -> step.action() instanceof StepAction.TakeBack);
    }

    private static Stream<DeliveryFact> applied(ExecutionEvent.StepChanged changed, PlannedStage stage, Plan plan) {
        if (stage.watch() != null && stage.watch().step().id().equals(changed.step())) {
            return Stream.empty();
        }
        PlannedStep step = stage.steps().stream()
                .filter(candidate -> candidate.id().equals(changed.step()))
                .findFirst()
                .orElseThrow();
        if (step.action() instanceof StepAction.TakeBack back) {
            PlannedStage other = plan.stage(back.stage());
            return deploying(other).findFirst().stream()
                    .flatMap(task -> artifacts(manifests(other), plan)
                            .map(artifact -> rolledBack(changed, artifact, task, plan)));
        }
        return task(step.action()).stream()
                .filter(DeploymentTask.ApplyManifests.class::isInstance)
                .map(DeploymentTask.ApplyManifests.class::cast)
                .flatMap(task -> applied(changed, stage, task, plan));
    }

    private static Stream<DeliveryFact> applied(
            ExecutionEvent.StepChanged changed, PlannedStage stage, DeploymentTask.ApplyManifests task, Plan plan) {
        return artifacts(List.of(task.manifests()), plan)
                .map(artifact -> stage.rollsOut()
                        ? upgraded(changed, artifact, task, plan)
                        : deployed(changed, artifact, task, plan));
    }

    private static Stream<DeliveryFact> takenBack(
            ExecutionEvent.StepChanged changed, PlannedStage stage, ExecutionState before, Plan plan) {
        return compensation(stage, changed.step())
                .filter(compensation -> endsService(compensation, stage, before))
                .flatMap(_ -> deploying(stage).findFirst())
                .stream()
                .flatMap(task ->
                        artifacts(manifests(stage), plan).map(artifact -> rolledBack(changed, artifact, task, plan)));
    }

    private static boolean endsService(Compensation compensation, PlannedStage stage, ExecutionState before) {
        return switch (compensation.action()) {
            case StepAction.UndoApply _ -> true;
            case StepAction.Deploy(DeploymentTask.ShiftTraffic shift) ->
                shift.split().equals(TrafficSplit.ALL_RELEASE) && !owesRelease(stage, before);
            case StepAction.Deploy _,
                    StepAction.Analyse _,
                    StepAction.TakeBack _,
                    StepAction.Ask _,
                    StepAction.Call _,
                    StepAction.RunPipeline _,
                    StepAction.Wait _,
                    StepAction.Deferred _ -> false;
        };
    }

    /// Whether the stage has still to restore the release: then that is the moment to tell.
    private static boolean owesRelease(PlannedStage stage, ExecutionState before) {
        return rollback(stage, before).stream()
                .flatMap(rollback -> rollback.remaining().stream())
                .filter(undo -> undo.stage().equals(stage.id()))
                .flatMap(undo -> compensation(stage, undo.compensation()).stream())
                .anyMatch(compensation -> compensation.action() instanceof StepAction.UndoApply);
    }

    private static Optional<Rollback> rollback(PlannedStage stage, ExecutionState before) {
        return switch (before) {
            case ExecutionState.Compensating compensating -> Optional.of(compensating.rollback());
            case ExecutionState.Running running -> rollback(stage, running);
            case ExecutionState.Paused paused -> rollback(stage, paused.held());
            case ExecutionState.Queued _, ExecutionState.Ended _ -> Optional.empty();
        };
    }

    private static Optional<Rollback> rollback(PlannedStage stage, ExecutionState.Running running) {
        return running.stages().get(stage.id()) instanceof StageState.TakingBack takingBack
                ? Optional.of(takingBack.rollback())
                : Optional.empty();
    }

    private static Optional<Compensation> compensation(PlannedStage stage, String id) {
        return stage.steps().stream()
                .map(PlannedStep::compensation)
                .filter(Objects::nonNull)
                .filter(compensation -> compensation.id().equals(id))
                .findFirst();
    }

    private static Stream<DeploymentTask> deploying(PlannedStage stage) {
        return stage.steps().stream()
                .flatMap(step -> task(step.action()).stream())
                .filter(task ->
                        task instanceof DeploymentTask.ApplyManifests || task instanceof DeploymentTask.StartCanary);
    }

    /// What the deployer is asked. Of manifests that are evaluated at their turn, the images are bound before.
    private static Optional<DeploymentTask> task(StepAction action) {
        return switch (action) {
            case StepAction.Deploy(var task) -> Optional.of(task);
            case StepAction.Deferred(DeferredWork.Render render, var variables, var later)
            when !render.job() ->
                Optional.of(new DeploymentTask.ApplyManifests(
                        render.cluster(), render.namespace(), render.manifests(), render.force()));
            case StepAction.Deferred _,
                    StepAction.UndoApply _,
                    StepAction.TakeBack _,
                    StepAction.Analyse _,
                    StepAction.Ask _,
                    StepAction.Call _,
                    StepAction.RunPipeline _,
                    StepAction.Wait _ -> Optional.empty();
        };
    }

    private static List<CompressedText> manifests(PlannedStage stage) {
        return deploying(stage)
                .flatMap(task -> switch (task) {
                    case DeploymentTask.ApplyManifests apply -> Stream.of(apply.manifests());
                    case DeploymentTask.StartCanary start -> Stream.of(start.manifests());
                    case DeploymentTask.StartBaseline _,
                            DeploymentTask.RunJob _,
                            DeploymentTask.ShiftTraffic _,
                            DeploymentTask.RemoveVariants _,
                            DeploymentTask.UndoApply _,
                            DeploymentTask.ScaleWorkload _,
                            DeploymentTask.PatchObject _,
                            DeploymentTask.DeleteObjects _,
                            DeploymentTask.RollBackWorkload _,
                            DeploymentTask.RestartWorkload _,
                            DeploymentTask.FindImages _,
                            DeploymentTask.RestoreRoute _ -> Stream.<CompressedText>empty();
                })
                .toList();
    }

    /// The artifacts of the plan whose digest the manifests name.
    private static Stream<Artifact> artifacts(List<CompressedText> manifests, Plan plan) {
        var pinned = Intent.pinned(plan.artifacts());
        if (pinned.isEmpty()) {
            return Stream.empty();
        }
        var texts = manifests.stream().map(CompressedText::text).toList();
        return pinned.stream()
                .filter(artifact -> texts.stream()
                        .anyMatch(text -> text.contains(
                                Objects.requireNonNull(artifact.image().digest())
                                        .value())));
    }

    private static DeliveryFact deployed(
            ExecutionEvent.StepChanged changed, Artifact artifact, DeploymentTask task, Plan plan) {
        return new DeliveryFact.ServiceDeployed(
                DeliveryFacts.context(MessageType.SERVICE_DEPLOYED, about(changed, artifact), changed.at()),
                service(artifact, task, plan),
                origin(changed, plan));
    }

    private static DeliveryFact upgraded(
            ExecutionEvent.StepChanged changed, Artifact artifact, DeploymentTask task, Plan plan) {
        return new DeliveryFact.ServiceUpgraded(
                DeliveryFacts.context(MessageType.SERVICE_UPGRADED, about(changed, artifact), changed.at()),
                service(artifact, task, plan),
                origin(changed, plan));
    }

    private static DeliveryFact rolledBack(
            ExecutionEvent.StepChanged changed, Artifact artifact, DeploymentTask task, Plan plan) {
        return new DeliveryFact.ServiceRolledback(
                DeliveryFacts.context(MessageType.SERVICE_ROLLEDBACK, about(changed, artifact), changed.at()),
                service(artifact, task, plan),
                origin(changed, plan));
    }

    private static String about(ExecutionEvent.StepChanged changed, Artifact artifact) {
        return changed.executionId() + "/" + changed.stage() + "/" + changed.step() + "/" + artifact.name();
    }

    private static CdSubject.Service service(Artifact artifact, DeploymentTask task, Plan plan) {
        var environment = new CdSubject.Environment(task.cluster().name() + "/" + task.namespace());
        return new CdSubject.Service(plan.application(), artifact, environment);
    }

    private static DeliveryFact.Origin origin(ExecutionEvent.StepChanged changed, Plan plan) {
        return new DeliveryFact.Origin(changed.executionId(), plan.pipeline(), changed.stage(), changed.step());
    }
}
