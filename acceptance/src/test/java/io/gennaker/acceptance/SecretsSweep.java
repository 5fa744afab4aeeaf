package io.gennaker.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.contracts.CompressedText;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Looks for the secrets of the platform where they must not be: in every record of the bus, row of the database, log
/// and answer of the API. Texts that travel packed are unpacked.
final class SecretsSweep {
    private static final Pattern PACKED = Pattern.compile("H4sI[A-Za-z0-9+/]+=*");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalPlatform platform;
    private final Path home;
    private final Map<String, String> secrets = new TreeMap<>();
    private final List<String> leaks = new ArrayList<>();
    private final Map<String, Integer> looked = new TreeMap<>();

    SecretsSweep(LocalPlatform platform, Path home, Map<String, String> planted) throws IOException {
        this.platform = platform;
        this.home = home;
        secrets.putAll(planted);
        try (var files = Files.list(home.resolve("secrets"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                secrets.put(
                        file.getFileName().toString(), Files.readString(file).strip());
            }
        }
    }

    /// Names of the secrets that were looked for.
    List<String> secrets() {
        return List.copyOf(secrets.keySet());
    }

    /// How much was looked at, by kind.
    Map<String, Integer> looked() {
        return looked;
    }

    /// Where secrets were found.
    List<String> leaks() throws IOException, InterruptedException, SQLException {
        records();
        rows();
        logs();
        answers();
        return leaks;
    }

    private void look(String kind, String where, String text) {
        looked.merge(kind, 1, Integer::sum);
        find(where, text);
        Matcher packed = PACKED.matcher(text);
        while (packed.find()) {
            find(where + " (packed)", unpacked(packed.group()));
        }
    }

    private void find(String where, String text) {
        secrets.forEach((name, secret) -> {
            if (text.contains(secret)) {
                leaks.add(name + " in " + where);
            }
        });
    }

    private static String unpacked(String packed) {
        try {
            return new CompressedText(packed).text();
        } catch (IllegalArgumentException other) {
            return "";
        }
    }

    private void records() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", platform.bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topic.getKey().startsWith("gennaker."))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(this::record);
            }
        }
    }

    private void record(ConsumerRecord<String, String> record) {
        var text = new StringBuilder().append(record.key()).append('\n').append(record.value());
        record.headers()
                .forEach(header -> text.append('\n').append(new String(header.value(), StandardCharsets.UTF_8)));
        look("records", record.topic() + " at " + record.partition() + "/" + record.offset(), text.toString());
    }

    private void rows() throws SQLException, IOException {
        String database = platform.status("postgres").address().orElseThrow();
        String password = secrets.get("database-superuser");
        try (Connection connection = DriverManager.getConnection("jdbc:" + database, "postgres", password)) {
            var tables = new ArrayList<String>();
            try (ResultSet found = connection.createStatement().executeQuery("""
                    select format('%I.%I', schemaname, tablename) from pg_tables
                    where schemaname not in ('pg_catalog', 'information_schema')""")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows =
                        connection.createStatement().executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        look("rows", "table " + table, rows.getString(1));
                    }
                }
            }
        }
    }

    private void logs() throws IOException {
        try (var files = Files.walk(home.resolve("logs"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                look("logs", "log " + file.getFileName(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /// All that the most powerful token can read: each address without a name in it, then what those list.
    private void answers() throws IOException, InterruptedException {
        for (String list : List.of(
                "executions",
                "definitions",
                "judgements",
                "dead-letters",
                "trigger-events",
                "tokens",
                "audit",
                "templates",
                "me",
                "figures",
                "notices",
                "images/withdrawn",
                "health")) {
            JsonNode answer = answer("/api/" + list);
            for (JsonNode each : answer) {
                if (list.equals("definitions")) {
                    String one = "/api/definitions/" + each.path("kind").asText() + "/"
                            + each.path("name").asText();
                    answer(one);
                    answer(one + "/source");
                } else if (each.has("id")
                        && !List.of("tokens", "audit", "judgements").contains(list)) {
                    answer("/api/" + list + "/" + each.path("id").asText());
                }
            }
        }
    }

    private JsonNode answer(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(platform.consoleUrl()).resolve(path))
                    .header("Authorization", "Bearer " + secrets.get("console-token"))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new AssertionError(path + " answered " + response.statusCode() + " " + response.body());
            }
            look("answers", "answer " + path, response.body());
            return JSON.readTree(response.body());
        }
    }
}
