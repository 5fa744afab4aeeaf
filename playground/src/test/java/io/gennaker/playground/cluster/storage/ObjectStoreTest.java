package io.gennaker.playground.cluster.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {

    private static final ObjectKey A = new ObjectKey("pods", "default", "a");
    private static final ObjectKey B = new ObjectKey("pods", "other", "b");

    @TempDir
    private Path folder;

    @Test
    void shouldHaveEverythingBackWhenTheProcessWasKilled() throws Exception {
        // Given: a store that is never closed, as after a kill
        var killed = open();
        killed.put(A, object("a"));
        killed.put(B, object("b"));
        killed.remove(A);

        // When
        var reopened = open();

        // Then
        assertThat(reopened.keys()).containsExactly(B);
        assertThat(reopened.version()).isEqualTo(3);
    }

    @Test
    void shouldDropAnUnfinishedLastLineWhenReopened() throws Exception {
        // Given
        open().put(A, object("a"));
        Files.writeString(file(), "{\"version\":2,\"resource\":\"po", StandardOpenOption.APPEND);

        // When
        var reopened = open();

        // Then
        assertThat(reopened.keys()).containsExactly(A);
        assertThat(reopened.version()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToOpenWhenALineInTheMiddleIsDamaged() throws Exception {
        // Given
        open().put(A, object("a"));
        Files.writeString(file(), "not json\n{\"version\":9}\n", StandardOpenOption.APPEND);

        // When
        var refusal = assertThatThrownBy(this::open);

        // Then
        refusal.isInstanceOf(IOException.class).hasMessageContaining("line 3");
    }

    @Test
    void shouldSayThatAVersionIsTooOldWhenItsHistoryIsGone() throws Exception {
        // Given
        var store = open();
        for (var count = 0; count < 2_000; count++) {
            store.put(A, object("a"));
        }

        // When
        var refusal = assertThatThrownBy(() -> store.changesAfter(1, Duration.ZERO));

        // Then
        refusal.isInstanceOf(VersionTooOld.class).hasMessageContaining("too old resource version: 1");
        assertThat(store.changesAfter(1_999, Duration.ZERO)).hasSize(1);
    }

    @Test
    void shouldTellEveryChangeInOrderWhenAskedFromAVersion() throws Exception {
        // Given
        var store = open();
        store.put(A, object("a"));
        var from = store.version();
        store.put(B, object("b"));
        store.put(B, object("b"));
        store.remove(A);

        // When
        var changes = store.changesAfter(from, Duration.ZERO);

        // Then
        assertThat(changes)
                .extracting(Change::type)
                .containsExactly(Change.Type.ADDED, Change.Type.MODIFIED, Change.Type.DELETED);
        assertThat(changes.getLast().object().at("/metadata/resourceVersion").asText())
                .isEqualTo("4");
    }

    @Test
    void shouldListOneNamespaceWhenAsked() throws Exception {
        // Given
        var store = open();
        store.put(A, object("a"));
        store.put(B, object("b"));
        store.put(new ObjectKey("podtemplates", "default", "a"), object("a"));

        // When
        var listing = store.list("pods", "other");

        // Then
        assertThat(listing.objects()).hasSize(1);
        assertThat(store.list("pods", null).objects()).hasSize(2);
    }

    private ObjectStore open() throws IOException {
        return ObjectStore.open(file());
    }

    private Path file() {
        return folder.resolve("objects.log");
    }

    private static ObjectNode object(String name) {
        return Yaml.object("{metadata: {name: %s}}".formatted(name));
    }
}
