package io.gennaker.pipeline.planning;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.ObjectReference;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.reading.Words;
import io.gennaker.pipeline.render.ImageBinding;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the deployer's task of an operation, its expressions evaluated.
public final class Operations {
    private static final int MOST_REPLICAS = 10_000;
    private static final int MOST_REVISION = 1_000_000_000;

    private Operations() {}

    /// When its turn has come.
    public static DeploymentTask evaluate(DeferredWork.Operate work, Bindings bindings, List<Artifact> artifacts)
            throws Unplannable {
        CompressedText patch = work.patch() == null
                ? null
                : LateManifests.patch(
                        work.patch(), work.object().kind(), bindings, new ImageBinding(artifacts, work.places()));
        return task(work, patch, bindings);
    }

    /// @param patch evaluated; null where the operation has none
    static DeploymentTask task(DeferredWork.Operate work, @Nullable CompressedText patch, Bindings bindings)
            throws Unplannable {
        var cluster = work.cluster();
        String namespace = work.namespace();
        ChosenObject chosen = work.object();
        return switch (work.operation()) {
            case Operation.Scale scale ->
                new DeploymentTask.ScaleWorkload(
                        cluster,
                        namespace,
                        object(chosen, bindings),
                        number("replicas", scale.replicas(), 0, MOST_REPLICAS, bindings));
            case Operation.Patch by ->
                new DeploymentTask.PatchObject(
                        cluster,
                        namespace,
                        object(chosen, bindings),
                        by.style(),
                        Objects.requireNonNull(patch, "a patch has a file"));
            case Operation.Delete _ ->
                new DeploymentTask.DeleteObjects(
                        cluster,
                        namespace,
                        chosen.apiVersion(),
                        chosen.kind(),
                        chosen.name() == null ? null : object(chosen, bindings).name(),
                        chosen.labels());
            case Operation.Undo(var revision) ->
                new DeploymentTask.RollBackWorkload(
                        cluster,
                        namespace,
                        object(chosen, bindings),
                        revision == null ? null : number("revision", revision, 1, MOST_REVISION, bindings));
            case Operation.Restart _ ->
                new DeploymentTask.RestartWorkload(cluster, namespace, object(chosen, bindings));
            case Operation.Find _ -> new DeploymentTask.FindImages(cluster, namespace, object(chosen, bindings));
        };
    }

    private static ObjectReference object(ChosenObject chosen, Bindings bindings) throws Unplannable {
        String name = Objects.requireNonNull(chosen.name(), "the reader asks for a name");
        return new ObjectReference(
                chosen.apiVersion(), chosen.kind(), Values.text("name", name, Words.OBJECT_NAME, bindings));
    }

    private static int number(String what, String template, int least, int most, Bindings bindings) throws Unplannable {
        int number = Integer.parseInt(Values.text(what, template, Words.NUMBER, bindings));
        if (number < least || number > most) {
            throw new Unplannable(what + ": " + number + "; allowed: " + least + " to " + most);
        }
        return number;
    }
}
