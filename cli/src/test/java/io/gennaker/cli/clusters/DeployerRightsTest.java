package io.gennaker.cli.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.pipeline.definition.ClusterDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class DeployerRightsTest {
    private static final DeployerRights RIGHTS =
            new DeployerRights("gennaker-deployer", "gennaker", List.of("databases.example.org"), false);

    private static List<String> kinds(String manifests) {
        var kinds = new ArrayList<String>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(manifests)) {
            kinds.add(String.valueOf(((Map<?, ?>) document).get("kind")));
        }
        return kinds;
    }

    @Test
    void shouldGrantOnlyInTheNamespacesThatAreAllowed() {
        // When
        String manifests =
                RIGHTS.manifests(new ClusterDefinition("production", "p", List.of("shop", "cart"), null, Map.of()));

        // Then
        assertThat(kinds(manifests)).containsExactly("ServiceAccount", "Role", "RoleBinding", "Role", "RoleBinding");
        assertThat(manifests)
                .contains("metadata: {name: gennaker-deployer, namespace: cart}")
                .contains("{apiGroups: [\"example.org\"], resources: [databases], verbs:")
                .doesNotContain("*", "escalate", "impersonate", "pods/exec");
    }

    @Test
    void shouldGrantInTheWholeClusterWhereNoNamespaceIsNamed() {
        assertThat(kinds(RIGHTS.manifests(new ClusterDefinition("production", "p"))))
                .containsExactly("ServiceAccount", "ClusterRole", "ClusterRoleBinding");
    }

    @Test
    void shouldSayHowResourcesAreWritten() {
        var rights = new DeployerRights("a", "b", List.of("Database"), false);

        assertThatThrownBy(() -> rights.manifests(new ClusterDefinition("production", "p")))
                .hasMessage("found 'Database'; allowed is PLURAL.GROUP, such as databases.example.org");
    }
}
