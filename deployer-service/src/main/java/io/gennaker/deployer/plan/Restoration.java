package io.gennaker.deployer.plan;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.OwnedFields;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How one object goes back to what it was before an apply.
public sealed interface Restoration {
    /// With these would go what others have put into or made of them.
    Set<String> KEPT = Set.of("Namespace", "CustomResourceDefinition");

    /// What was there before the first write of an apply. What a Secret holds is not recorded: nothing that Gennaker
    /// writes changes it.
    ///
    /// @param before null when the apply made the object
    /// @param amendment where a patch changed the object; null where it was applied as a whole
    record Previous(
            ResourceKey key,
            @Nullable Resource before,
            @Nullable Amendment amendment) {
        public Previous {
            before = before != null && isSecret(key)
                    ? before.drop("data")
                            .drop("stringData")
                            .drop("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
                    : before;
        }

        public Previous(ResourceKey key, @Nullable Resource before) {
            this(key, before, null);
        }
    }

    /// What a patch made of an object, and what takes exactly that back, both as merge patches.
    record Amendment(Value applied, Value inverse) {
        /// Whether an object is what the patch made of it. That cannot be seen where the patch changed nothing, or
        /// only what the server keeps for itself.
        public boolean isSeenIn(Resource live) {
            return !applied.fields().isEmpty() && MergePatch.isInForce(applied, live);
        }
    }

    /// The apply made it: it goes.
    record Delete(ResourceKey key) implements Restoration {}

    /// It goes back to the recorded values of what Gennaker owned then or owns now; other managers keep theirs.
    record Restore(Resource resource) implements Restoration {}

    /// What was patched gets its former values.
    record Amend(ResourceKey key, Value patch) implements Restoration {}

    /// Nothing to do.
    record Leave(String reason) implements Restoration {}

    /// Somebody else has written it since: going back would undo that one's work.
    record Refuse(String reason) implements Restoration {}

    /// @param live the object now; null when it is gone
    /// @param parse reads the JSON inside the keys of `managedFields`
    static Restoration of(
            Previous previous, @Nullable Resource live, ExecutionId execution, Function<String, Value> parse) {
        Resource before = previous.before();
        Amendment amendment = previous.amendment();
        if (amendment != null) {
            return amended(previous.key(), amendment, live);
        }
        if (before == null) {
            return deletion(previous.key(), live, execution);
        }
        if (live != null && !Marks.isOf(execution, live)) {
            return ofOthers(live, before);
        }
        if (live == null && isSecret(previous.key())) {
            return new Leave(previous.key() + " is gone, and what it held is recorded nowhere");
        }
        return new Restore(
                live == null ? Desired.of(before) : ReleaseObjects.onTrackOf(live, projected(before, live, parse)));
    }

    private static boolean isSecret(ResourceKey key) {
        return key.kind().equals("Secret");
    }

    private static Restoration amended(ResourceKey key, Amendment amendment, @Nullable Resource live) {
        if (live == null) {
            return new Leave(key + " is gone");
        }
        if (MergePatch.isInForce(amendment.applied(), live)) {
            return new Amend(key, amendment.inverse());
        }
        return MergePatch.isInForce(amendment.inverse(), live)
                ? new Leave(key + " is as it was before")
                : new Refuse(key + " was changed since; it is left as it is");
    }

    private static Restoration deletion(ResourceKey key, @Nullable Resource live, ExecutionId execution) {
        if (live == null) {
            return new Leave(key + " is gone already");
        }
        if (KEPT.contains(key.kind())) {
            return new Leave(key + " stays: others may depend on it");
        }
        if (VersionedConfig.isVersion(live)) {
            return new Leave(key + " stays until no revision needs it");
        }
        return Marks.isOf(execution, live) ? new Delete(key) : refusal(live);
    }

    /// Where its writer is the one before, this execution has never written it, or it is restored already.
    private static Restoration ofOthers(Resource live, Resource before) {
        return Objects.equals(live.annotation(Marks.EXECUTION), before.annotation(Marks.EXECUTION))
                ? new Leave(live + " is of the one who wrote it before")
                : refusal(live);
    }

    private static Refuse refusal(Resource live) {
        String writer = live.annotation(Marks.EXECUTION);
        return new Refuse(live + " was written since by " + (writer == null ? "somebody who is no execution" : writer)
                + "; it is left as it is wanted there");
    }

    private static Resource projected(Resource before, Resource live, Function<String, Value> parse) {
        Value owned = OwnedFields.union(
                OwnedFields.of(before, Marks.FIELD_MANAGER), OwnedFields.of(live, Marks.FIELD_MANAGER));
        Resource wanted = Desired.of(before);
        if (owned.fields().isEmpty()) {
            return wanted;
        }
        Value part = OwnedFields.project(wanted.body(), owned, parse);
        Value.Fields identified = part.put(Value.of(before.apiVersion()), "apiVersion")
                .put(Value.of(before.kind()), "kind")
                .put(Value.of(before.name()), "metadata", "name");
        Resource restored = new Resource(identified);
        String namespace = before.namespace();
        return namespace == null ? restored : restored.withNamespace(namespace);
    }
}
