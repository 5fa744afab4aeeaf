package io.gennaker.contracts;

import io.gennaker.contracts.asyncapi.KafkaUsers;
import io.gennaker.contracts.asyncapi.MessageTable;
import io.gennaker.contracts.asyncapi.MessagesDocument;
import io.gennaker.contracts.asyncapi.Service;
import io.gennaker.contracts.asyncapi.ServiceDocument;
import io.gennaker.contracts.schema.MessageSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The published files that are made from the code: schemas, AsyncAPI documents, the README's table, the broker's
/// users.
final class GeneratedFiles {
    static final String HOW_TO = "regenerate with: ./mvnw -pl event-contracts test -Dtest=GeneratedFilesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dgennaker.regenerate=true";

    private static final Path RESOURCES = Path.of("src/main/resources/io/gennaker/contracts");
    private static final Path README = Path.of("README.md");
    private static final Path USERS = Path.of("../deploy/kustomize/overlays/cluster/kafka-users.yaml");

    private GeneratedFiles() {}

    /// Each file with the content it must have.
    static Map<Path, String> expected() throws IOException {
        var files = new TreeMap<Path, String>();
        for (MessageType type : MessageType.values()) {
            files.put(RESOURCES.resolve("schemas").resolve(type.type() + ".json"), MessageSchema.of(type));
        }
        Path documents = RESOURCES.resolve("asyncapi");
        files.put(documents.resolve("messages.yaml"), MessagesDocument.text());
        for (Service service : Service.values()) {
            files.put(documents.resolve(service.word() + ".yaml"), ServiceDocument.of(service));
        }
        files.put(USERS, KafkaUsers.text());
        files.put(README, MessageTable.in(Files.readString(README)));
        return files;
    }

    static void write() throws IOException {
        for (var file : expected().entrySet()) {
            Files.createDirectories(file.getKey().toAbsolutePath().getParent());
            Files.writeString(file.getKey(), file.getValue());
        }
    }
}
