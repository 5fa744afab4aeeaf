package io.gennaker.deployer.task;

import io.gennaker.contracts.PatchStyle;
import io.gennaker.deployer.plan.Manifests;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.traffic.Objects;
import java.util.List;
import java.util.Set;

/// One cluster. Every method may throw a [ClusterProblem].
public interface Cluster extends Manifests.Scopes, Objects {
    /// Returns when the API server answers anything, or did within the last second.
    ///
    /// @throws ClusterProblem.Unavailable when it does not
    void greet();

    List<Resource> list(String apiVersion, String kind, String namespace, LabelSelector selector);

    /// Server-side apply under Gennaker's field manager.
    ///
    /// @param force takes fields over from other managers; without it their fields make the call fail
    /// @return the object as stored
    Resource apply(Resource resource, boolean force);

    /// What [#apply] would store, found by the API server with all its defaults and admission; nothing is written.
    Resource preview(Resource resource, boolean force);

    /// Patches an object under Gennaker's field manager, whatever version it is.
    ///
    /// @param dryRun whether to find only what would be stored
    /// @return the object as stored
    Resource amend(ResourceKey key, PatchStyle style, Value patch, boolean dryRun);

    /// Applies a JSON patch under Gennaker's field manager.
    ///
    /// @throws ClusterProblem.Changed when the object is no longer the version that the patch tests for
    Resource patch(ResourceKey key, List<PatchOperation> operations);

    /// Makes the object, or gives the one of this name that is there already.
    Resource createOrFind(Resource resource);

    /// Asks for the removal of an object after all that depends on it; what is gone already is fine.
    void delete(ResourceKey key);

    /// The end of a container's log.
    ///
    /// @param mostBytes no more than this, from the end
    String log(String namespace, String pod, String container, int mostBytes);

    /// Opens a live view of objects, kept current by watches.
    ///
    /// @param changed called from any thread whenever the view may show something else
    View watch(Set<Selection> selections, Runnable changed);

    /// Objects of one type in one namespace.
    ///
    /// @param labels an API server's label query; empty for all
    /// @param fields an API server's field query; empty for all
    record Selection(String apiVersion, String kind, String namespace, String labels, String fields) {
        public static Selection one(ResourceKey key) {
            String namespace = key.namespace() == null ? "" : key.namespace();
            return new Selection(key.apiVersion(), key.kind(), namespace, "", "metadata.name=" + key.name());
        }
    }

    /// What the watches have brought.
    interface View extends AutoCloseable {
        List<Resource> of(Selection selection);

        /// Whether the API server is known to be heard at this moment. False does not say that it is not: over plain
        /// HTTP, a watch that has brought nothing yet looks the same as one that is being opened.
        boolean isLive();

        @Override
        void close();
    }
}
