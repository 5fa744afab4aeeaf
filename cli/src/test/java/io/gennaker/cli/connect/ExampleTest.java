package io.gennaker.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.cli.CliFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The example of the documentation, and what it gives. The services' tests read the same files.
class ExampleTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "integrations");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "services/trigger.properties",
                "services/deployer.properties",
                "services/analysis.properties",
                "services/judgement.properties",
                "services/sources.yaml",
                "kustomization.yaml",
            })
    void shouldWriteWhatTheDocumentationShows(String name) throws IOException {
        // Given
        Path copy = Files.copy(EXAMPLE.resolve("integrations.yaml"), folder.resolve("integrations.yaml"));

        // When
        new ServiceFiles(IntegrationsFile.read(copy), new FolderFiles(folder, false)).write(Set.of());

        // Then
        if (Boolean.getBoolean("gennaker.regenerate")) {
            Files.createDirectories(EXAMPLE.resolve("services"));
            Files.copy(folder.resolve(name), EXAMPLE.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(folder.resolve(name)).hasSameTextualContentAs(EXAMPLE.resolve(name));
    }

    @Test
    void shouldChangeNothingWhenItIsWrittenAgain() throws IOException {
        // Given
        Path copy = Files.copy(EXAMPLE.resolve("integrations.yaml"), folder.resolve("integrations.yaml"));
        new ServiceFiles(IntegrationsFile.read(copy), new FolderFiles(folder, false)).write(Set.of());

        // When
        var again = new ServiceFiles(IntegrationsFile.read(copy), new FolderFiles(folder, false)).write(Set.of());

        // Then
        assertThat(again)
                .isNotEmpty()
                .allSatisfy(written -> assertThat(written.change()).isEqualTo(Change.UNCHANGED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registries: {ghcr.io: {user: a}} | found registries.ghcr.io.user, allowed there are passwordFile, poll,",
                "registry: {} | found registry, allowed there are clusters, git,",
                "slack: {} | slack: slack needs botTokenFile",
                "clusters: {../one: {}} | found cluster '../one', allowed is [a-z0-9]",
                "registries: {'a\"b': {}} | found registry 'a\"b', allowed is",
                "git: {a: {url: 'https://a'}} | with check a repository",
                "'[' | expected",
                "clusters: {one: {namespaces: shop}} | clusters.one.namespaces",
                "clusters: {one: {namespaces: [null]}} | clusters.one: found an entry without a value",
                "clusters: {one: {labels: {tier: }}} | clusters.one: found 'tier' without a value",
                "git: {acme: } | git.acme: a Git host needs url",
                "teams: {ops: } | teams.ops: a workflow of Teams needs urlFile",
            })
    void shouldSayWhatIsWrongAndWhere(String text, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), text);

        assertThatThrownBy(() -> IntegrationsFile.read(file))
                .isInstanceOf(CliFailure.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(said);
    }

    @Test
    void shouldRefuseAFileThatCannotBeMounted() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("integrations.yaml"), """
                mounted: /etc/gennaker-integrations
                slack: {botTokenFile: ../elsewhere/slack}
                """);

        // When
        var refused =
                assertThatThrownBy(() -> new ServiceFiles(IntegrationsFile.read(file), new FolderFiles(folder, true)));

        // Then
        refused.hasMessageContaining("allowed with 'mounted' are files below " + folder);
    }

    /// The service would else go on with what is not in the file of integrations any more.
    @Test
    void shouldTakeBackWhatAServiceReadWhenNothingIsLeftForIt() throws IOException {
        // Given
        write("slack: {botTokenFile: secrets/slack}");

        // When
        var written = write("teams: {}");

        // Then
        assertThat(written).containsExactly(new ServiceFiles.Written("services/judgement.properties", Change.CHANGED));
        assertThat(folder.resolve("services/judgement.properties"))
                .hasContent("# Written by: gennaker connect -f integrations.yaml\nconfig_ordinal=350");
    }

    @Test
    void shouldLeaveAFileThatSomebodyElseWroteWhenNothingIsLeftForIt() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("services"));
        Files.writeString(folder.resolve("services/judgement.properties"), "gennaker.slack.api=https://slack");

        // When
        var written = write("teams: {}");

        // Then
        assertThat(written).isEmpty();
        assertThat(folder.resolve("services/judgement.properties")).hasContent("gennaker.slack.api=https://slack");
    }

    private List<ServiceFiles.Written> write(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("integrations.yaml"), text);
        return new ServiceFiles(IntegrationsFile.read(file), new FolderFiles(folder, false)).write(Set.of());
    }
}
