package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.SpinnakerFile;
import io.gennaker.spinnaker.json.UnreadableFile;
import io.gennaker.spinnaker.naming.Clusters;
import io.gennaker.spinnaker.stage.CanaryConfigs;
import io.gennaker.spinnaker.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns Spinnaker pipelines into Gennaker definitions. Pure: text in, text and findings out.
///
/// Use one for all files that belong together, so that names stay unique and accounts share their clusters.
public final class SpinnakerImport {
    private final Clusters clusters = new Clusters();
    private final Set<String> names = new HashSet<>(Set.of("clusters"));
    private final Map<String, String> byId = new HashMap<>();
    private final Map<String, String> applicationById = new HashMap<>();
    private final CanaryConfigs canaryConfigs = new CanaryConfigs();
    private final Set<String> given = new HashSet<>();
    private final Together together;

    public SpinnakerImport() {
        this(Optional.empty());
    }

    /// @param zone on whose clocks the Spinnaker server reads times: no pipeline says it
    public SpinnakerImport(Optional<String> zone) {
        this.together = new Together(clusters, byId, applicationById, canaryConfigs, new HashSet<>(), zone);
    }

    /// Learns the names of a file's pipelines before any is imported: their stages run one another by id.
    ///
    /// @throws UnreadableFile when the file holds no pipelines of Spinnaker
    public void announce(String fileName, String json) throws UnreadableFile {
        announce(SpinnakerFile.read(fileName, json));
    }

    private void announce(List<ObjectNode> pipelines) {
        for (ObjectNode pipeline : pipelines) {
            if (SpinnakerFile.isCanaryConfig(pipeline)) {
                canaryConfigs.add(pipeline);
                continue;
            }
            String id = pipeline.path("id").asText();
            if (!id.isEmpty()) {
                byId.computeIfAbsent(id, _ -> PipelineImport.name(pipeline, names));
                applicationById.putIfAbsent(id, PipelineImport.application(pipeline));
            }
        }
    }

    /// The one that was announced; of a second pipeline with its id, one of its own.
    private String name(ObjectNode pipeline) {
        String announced = byId.get(pipeline.path("id").asText());
        return announced != null && given.add(announced) ? announced : PipelineImport.name(pipeline, names);
    }

    /// Imports the pipelines of a file. Canary configurations in it belong to them.
    ///
    /// @param fileName for messages
    /// @throws UnreadableFile when the file holds no pipelines of Spinnaker
    public List<ImportedPipeline> read(String fileName, String json) throws UnreadableFile {
        var pipelines = new ArrayList<ImportedPipeline>();
        List<ObjectNode> found = SpinnakerFile.read(fileName, json);
        announce(found);
        for (ObjectNode pipeline : found) {
            if (!SpinnakerFile.isCanaryConfig(pipeline)) {
                pipelines.add(new PipelineImport(pipeline, name(pipeline), together).run());
            }
        }
        return List.copyOf(pipelines);
    }

    /// Definitions of the clusters that the pipelines read so far name; empty when they name none.
    public Optional<String> clusters() {
        Map<String, String> byAccount = clusters.byAccount();
        if (byAccount.isEmpty()) {
            return Optional.empty();
        }
        var documents = new ArrayList<ObjectNode>();
        byAccount.forEach((account, cluster) -> {
            ObjectNode document = JsonNodeFactory.instance
                    .objectNode()
                    .put("apiVersion", "gennaker/v1")
                    .put("kind", "Cluster");
            document.putObject("metadata").put("name", cluster);
            document.putObject("spec").put("context", account);
            documents.add(document);
        });
        return Optional.of(
                "# One cluster for each account of Spinnaker. Check `context`: it is the account's name, as the "
                        + "pipelines do not\n# say which context of a kubeconfig it stands for.\n"
                        + YamlText.of(documents));
    }
}
