package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionProof;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.Ending;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.provenance.Delivery;
import io.gennaker.provenance.Envelope;
import io.gennaker.provenance.SigningKey;
import io.gennaker.provenance.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says, signed, what an execution was that has ended: what went in, who asked, what every stage came to, who judged.
public final class Attestation {
    /// Of an envelope in characters: it stays below what a message can hold, also where nothing in it can be
    /// compressed.
    private static final int LARGEST = 800 * 1024;

    private final SigningKey key;
    private final ExecutionStore store;

    public Attestation(SigningKey key, ExecutionStore store) {
        this.key = key;
        this.store = store;
    }

    /// @param ended its last move is saved; moves that came after that, because it was opened again, do not count
    ExecutionProof.Attested of(StoredExecution ended, Ending ending, Plan plan, Instant at) {
        String envelope = fitting(delivery(ended, ending, plan, at));
        return new ExecutionProof.Attested(ended.id(), key.verifying().id(), CompressedText.of(envelope), at);
    }

    /// As much as a message holds: what an execution says about itself must not keep it from ending.
    private String fitting(Delivery whole) {
        var told = whole.withoutFacts();
        return Stream.of(whole, told)
                .map(this::signed)
                .filter(envelope -> envelope.length() <= LARGEST)
                .findFirst()
                .orElseGet(() -> signed(told.withoutInputs()));
    }

    private String signed(Delivery delivery) {
        return key.sign(Envelope.IN_TOTO, Statement.of(delivery)).write();
    }

    private Delivery delivery(StoredExecution ended, Ending ending, Plan plan, Instant at) {
        var origin = store.origin(ended.id());
        var recording = store.recording(ended);
        return new Delivery(
                ended.id().value(),
                plan.pipeline(),
                plan.application(),
                images(plan),
                materials(plan),
                ended.plan().value(),
                recording.digest().value(),
                plan.parameters(),
                trigger(plan.trigger()),
                rerun(origin.trigger()),
                origin.acceptedAt(),
                at,
                ending.status().name(),
                ending.reason(),
                stages(recording, plan));
    }

    private static List<Delivery.Material> images(Plan plan) {
        var images = new ArrayList<Delivery.Material>();
        for (Artifact artifact : plan.artifacts()) {
            var image = artifact.image();
            if (image.digest() != null) {
                images.add(new Delivery.Material(
                        image.repository(),
                        "docker://" + image.pinned(),
                        image.digest().value()));
            }
        }
        return images;
    }

    private static List<Delivery.Material> materials(Plan plan) {
        var materials = new ArrayList<Delivery.Material>();
        materials.add(
                new Delivery.Material("definition", null, plan.definition().value()));
        if (plan.template() != null) {
            materials.add(new Delivery.Material(
                    "template " + plan.template().name(),
                    null,
                    plan.template().digest().value()));
        }
        for (FetchedFile file : plan.filesOrNone()) {
            materials.add(new Delivery.Material(
                    "artifact " + file.name(), uri(file), file.digest().value()));
        }
        var digests = new HashMap<CompressedText, Digest>();
        for (PlannedStage stage : plan.stages()) {
            for (PlannedStep step : stage.steps()) {
                written(step.action())
                        .ifPresent(written -> materials.add(new Delivery.Material(
                                written.what() + " " + stage.id() + "/" + step.id(),
                                null,
                                digests.computeIfAbsent(written.text(), packed -> Digest.of(packed.text()))
                                        .value())));
            }
        }
        return materials;
    }

    /// Where the bytes of a file were had; null: beside the definition.
    private static @Nullable String uri(FetchedFile file) {
        return file.choice() == FetchedFile.Choice.DEFAULT
                ? null
                : switch (file.source()) {
                    case FileSource.GitFile git ->
                        "git+https://" + git.repository() + "@" + file.commit() + "#" + git.path();
                    case FileSource.HttpFile http -> http.url();
                    case null -> null;
                };
    }

    /// What a step writes to a cluster, as it is planned: what reads how earlier stages ended is not evaluated.
    private record Written(String what, CompressedText text) {
        static Written manifests(CompressedText text) {
            return new Written("manifests", text);
        }

        static Written patch(CompressedText text) {
            return new Written("patch", text);
        }
    }

    private static Optional<Written> written(StepAction action) {
        return switch (action) {
            case StepAction.Deploy(DeploymentTask.ApplyManifests apply) ->
                Optional.of(Written.manifests(apply.manifests()));
            case StepAction.Deploy(DeploymentTask.StartCanary canary) ->
                Optional.of(Written.manifests(canary.manifests()));
            case StepAction.Deploy(DeploymentTask.RunJob job) -> Optional.of(Written.manifests(job.manifests()));
            case StepAction.Deploy(DeploymentTask.PatchObject patch) -> Optional.of(Written.patch(patch.patch()));
            case StepAction.Deferred(DeferredWork.Render render, var variables, var later) ->
                Optional.of(Written.manifests(render.manifests()));
            case StepAction.Deferred(DeferredWork.Operate operate, var variables, var later) ->
                Optional.ofNullable(operate.patch()).map(Written::patch);
            default -> Optional.empty();
        };
    }

    private static Delivery.Trigger trigger(TriggerInfo trigger) {
        return new Delivery.Trigger(
                trigger.kind(), trigger.source(), trigger.eventId(), trigger.user(), trigger.attributes());
    }

    private static Delivery.@Nullable Rerun rerun(TriggerInfo origin) {
        return origin.kind().equals(Origin.RERUN)
                ? new Delivery.Rerun(
                        origin.source(),
                        String.valueOf(origin.user()),
                        origin.attributes().getOrDefault(Origin.REASON, ""))
                : null;
    }

    /// As the last event of each says.
    private static List<Delivery.Stage> stages(Recording recording, Plan plan) {
        Map<String, Recording.StageChange> last = new HashMap<>();
        recording.stages().forEach(changed -> last.put(changed.stage(), changed));
        var stages = new ArrayList<Delivery.Stage>();
        for (PlannedStage stage : plan.stages()) {
            var changed = last.get(stage.id());
            if (changed != null) {
                stages.add(new Delivery.Stage(
                        stage.id(), stage.kind(), changed.status().name(), changed.reason(), changed.outputs()));
            }
        }
        return stages;
    }
}
