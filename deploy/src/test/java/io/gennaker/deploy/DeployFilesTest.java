package io.gennaker.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What can be said of the deployment files without an engine and without a cluster.
class DeployFilesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> SERVICES =
            List.of("trigger", "orchestrator", "deployer", "analysis", "judgement", "console");

    @Test
    void shouldFollowTheComposeSpecification() throws IOException {
        // Given
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));

        // When
        var problems = composeSchema().validate(mergedJson(compose), InputFormat.JSON);

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldRefuseAMisspelledComposeKey() throws IOException {
        // Given
        String misspelled = Files.readString(ROOT.resolve("docker-compose.yml")).replaceFirst("image:", "imagee:");

        // When
        var problems = composeSchema().validate(mergedJson(misspelled), InputFormat.JSON);

        // Then
        assertThat(problems).isNotEmpty();
    }

    @Test
    void shouldRunEveryServiceByComposeAndPublishOnlyOnLoopback() throws IOException {
        // When
        Map<?, ?> services = (Map<?, ?>)
                document(Files.readString(ROOT.resolve("docker-compose.yml"))).get("services");

        // Then
        assertThat(services.keySet().stream().map(Object::toString)).containsAll(SERVICES);
        assertThat(services.values().stream()
                        .map(service -> ((Map<?, ?>) service).get("ports"))
                        .filter(List.class::isInstance)
                        .flatMap(ports -> ((List<?>) ports).stream())
                        .map(Object::toString))
                .isNotEmpty()
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void shouldNameOnlyFilesThatExistInKustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("kustomize"))) {
            for (Path kustomization :
                    files.filter(file -> file.endsWith("kustomization.yaml")).toList()) {
                List<?> resources =
                        (List<?>) document(Files.readString(kustomization)).get("resources");
                assertThat(resources)
                        .as(kustomization.toString())
                        .isNotEmpty()
                        .allSatisfy(resource -> assertThat(kustomization.resolveSibling(resource.toString()))
                                .exists());
            }
        }
    }

    @Test
    void shouldGiveEveryServiceProbesRequestsAndAnAutoscaler() throws IOException {
        for (String service : SERVICES) {
            // When
            List<Map<?, ?>> objects = documents(Files.readString(Path.of("kustomize", "base", service + ".yaml")));

            // Then
            assertThat(objects.stream().map(object -> object.get("kind").toString()))
                    .as(service)
                    .contains(
                            "Deployment",
                            "Service",
                            "ServiceAccount",
                            "HorizontalPodAutoscaler",
                            "PodDisruptionBudget");
            assertThat(objects.getFirst().toString())
                    .as(service)
                    .contains(
                            "livenessProbe",
                            "readinessProbe",
                            "startupProbe",
                            "requests",
                            "readOnlyRootFilesystem=true");
        }
    }

    /// The broker's own default is a folder that is gone with its container.
    @Test
    void shouldKeepTheDataOfTheBrokerOnItsVolume() throws IOException {
        // When
        Map<?, ?> kafka = composed("kafka");

        // Then
        assertThat((List<?>) kafka.get("volumes"))
                .hasToString("[kafka:" + ((Map<?, ?>) kafka.get("environment")).get("KAFKA_LOG_DIRS") + "]");
    }

    /// A volume that is made for an image without its folder belongs to root, and the services do not run as root.
    @Test
    void shouldGiveTheComposedConsoleItsFirstTokenAsASecret() throws IOException {
        // When
        Map<?, ?> console = composed("console");

        // Then
        assertThat(((Map<?, ?>) console.get("environment")).get("GENNAKER_CONSOLE_TOKEN_FILE"))
                .isEqualTo("/run/secrets/console-token");
        assertThat(console.get("secrets")).isEqualTo(List.of("console-token"));
        assertThat(console.containsKey("volumes")).isFalse();
    }

    @Test
    void shouldAskForAsManyConnectionsAsTheServicesMayOpen() throws IOException {
        // Given
        int each = Integer.parseInt(common().getProperty("quarkus.datasource.jdbc.max-size"));
        int replicas = 0;
        for (String service : SERVICES) {
            String file = Files.readString(Path.of("kustomize", "base", service + ".yaml"));
            Map<?, ?> autoscaler = documents(file).stream()
                    .filter(object -> "HorizontalPodAutoscaler".equals(object.get("kind")))
                    .findFirst()
                    .orElseThrow();
            replicas += (Integer) ((Map<?, ?>) autoscaler.get("spec")).get("maxReplicas");
        }

        // When
        String postgres = Files.readString(Path.of("kustomize", "overlays", "cluster", "postgres.yaml"));
        Map<?, ?> parameters = (Map<?, ?>)
                ((Map<?, ?>) ((Map<?, ?>) document(postgres).get("spec")).get("postgresql")).get("parameters");

        // Then
        assertThat(Integer.parseInt(parameters.get("max_connections").toString()))
                .isGreaterThanOrEqualTo(each * replicas + 10);
    }

    /// Deployments say who else may call; none may forget to say that nobody may.
    @Test
    void shouldListenToThisMachineOnlyUntilSomebodySaysOtherwise() throws IOException {
        assertThat(common()).containsEntry("quarkus.http.host", "127.0.0.1");
        for (String service : SERVICES) {
            assertThat(ROOT.resolve(service + "-service/src/main/resources/application.properties"))
                    .content()
                    .doesNotContain("quarkus.http.host");
        }
    }

    /// What all services are configured with.
    private static Properties common() throws IOException {
        Path file = ROOT.resolve("event-outbox/src/main/resources/META-INF/microprofile-config.properties");
        var common = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            common.load(reader);
        }
        return common;
    }

    private static Map<?, ?> composed(String service) throws IOException {
        Map<?, ?> compose = document(Files.readString(ROOT.resolve("docker-compose.yml")));
        return (Map<?, ?>) ((Map<?, ?>) compose.get("services")).get(service);
    }

    /// Answers and callbacks are signed by different secrets: whoever is called could answer otherwise.
    @Test
    void shouldGiveJudgementTwoSecrets() throws IOException {
        // When
        String compose = Files.readString(ROOT.resolve("docker-compose.yml"));
        String kustomize = Files.readString(Path.of("kustomize", "base", "judgement.yaml"));

        // Then
        assertThat(compose)
                .contains("GENNAKER_WEBHOOK_SECRET_FILE: /run/secrets/webhook-secret")
                .contains("GENNAKER_CALLOUT_SECRET_FILE: /run/secrets/callout-secret");
        assertThat(kustomize)
                .contains("GENNAKER_WEBHOOK_SECRET_FILE", "secretName: judgement-webhook")
                .contains("GENNAKER_CALLOUT_SECRET_FILE", "secretName: judgement-callout");
    }

    /// A file that one replica writes is of no use to the others.
    @Test
    void shouldGiveAllReplicasOfTheConsoleTheSameFirstToken() throws IOException {
        // When
        String console = Files.readString(Path.of("kustomize", "base", "console.yaml"));

        // Then
        assertThat(console)
                .contains("/etc/gennaker/console-token", "secretName: console-token")
                .doesNotContain("/var/lib");
    }

    @Test
    void shouldLetNobodyInButPrometheusAndCallers() throws IOException {
        // When
        List<Map<?, ?>> policies = documents(Files.readString(Path.of("kustomize", "base", "network.yaml")));

        // Then
        assertThat(policies.stream().map(policy -> policy.get("spec").toString()))
                .satisfiesExactly(
                        metrics -> assertThat(metrics)
                                .contains(SERVICES)
                                .contains("kubernetes.io/metadata.name=monitoring"),
                        callers -> assertThat(callers)
                                .contains("console", "trigger", "judgement")
                                .doesNotContain("orchestrator", "deployer", "analysis"));
    }

    /// What the app may do is what the service asks of Slack, and no more.
    @Test
    void shouldAskSlackForFewRights() throws IOException {
        // When
        Map<?, ?> manifest = document(Files.readString(Path.of("slack", "app-manifest.yaml")));

        // Then
        assertThat(((Map<?, ?>) ((Map<?, ?>) manifest.get("oauth_config")).get("scopes")).get("bot"))
                .isEqualTo(List.of("chat:write", "channels:history", "groups:history"));
        assertThat(((Map<?, ?>) ((Map<?, ?>) manifest.get("settings")).get("interactivity"))
                        .get("request_url")
                        .toString())
                .endsWith("/webhooks/slack");
    }

    @Test
    void shouldBuildTheOverlayWithKubectl() throws IOException, InterruptedException {
        assumeTrue(onPath("kubectl"), "kubectl is not on PATH: the overlay was not built by kustomize");

        // When
        String output = kustomize("kustomize/overlays/cluster");

        // Then
        assertThat(documents(output).stream().filter(object -> "Deployment".equals(object.get("kind"))))
                .hasSameSizeAs(SERVICES);
    }

    /// As `gennaker connect` writes it beside the example of the documentation.
    @Test
    void shouldMountTheIntegrationsInTheServicesThatReadThem() throws IOException, InterruptedException {
        assumeTrue(onPath("kubectl"), "kubectl is not on PATH: the component was not built by kustomize");

        // Given
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "overlay");
        Path example = ROOT.resolve("docs/integrations");
        for (Map<?, ?> secret : secrets(document(Files.readString(example.resolve("kustomization.yaml"))))) {
            for (Object entry : (List<?>) secret.get("files")) {
                String name = entry.toString().replaceFirst(".*=", "");
                Path copy = folder.resolve("integrations").resolve(name);
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy, Files.exists(example.resolve(name)) ? Files.readString(example.resolve(name)) : "s3cr3t");
            }
        }
        Files.copy(example.resolve("kustomization.yaml"), folder.resolve("integrations/kustomization.yaml"));
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: gennaker
                resources: [../../kustomize/overlays/cluster]
                components: [integrations]
                """);

        // When
        List<Map<?, ?>> objects = documents(kustomize(folder.toString()));

        // Then
        assertThat(objects.stream()
                        .filter(object -> "Deployment".equals(object.get("kind")))
                        .map(Object::toString)
                        .filter(text -> text.contains("QUARKUS_CONFIG_LOCATIONS")))
                .hasSize(4)
                .allMatch(text -> text.contains("mountPath=/etc/gennaker-integrations")
                        && text.contains("/etc/gennaker-integrations/services/")
                        && text.matches("(?s).*secretName=[a-z]+-integrations-[a-z0-9]{10}.*"));
        assertThat(objects.stream().filter(object -> "Secret".equals(object.get("kind"))))
                .hasSize(4);
        assertThat(secretOf(objects, "trigger")).contains("docker-hub").doesNotContain("slack", "token=");
        assertThat(secretOf(objects, "judgement"))
                .contains("slack-bot", "mail", "teams")
                .doesNotContain("docker-hub");
        assertThat(secretOf(objects, "deployer"))
                .contains("clusters..production..token")
                .doesNotContain("slack");
    }

    private static String kustomize(String folder) throws IOException, InterruptedException {
        Process kustomize = new ProcessBuilder("kubectl", "kustomize", folder)
                .redirectErrorStream(true)
                .start();
        String output = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kustomize.waitFor()).as(output).isZero();
        return output;
    }

    private static String secretOf(List<Map<?, ?>> objects, String service) {
        return objects.stream()
                .filter(object -> "Secret".equals(object.get("kind")))
                .filter(object -> object.get("metadata").toString().contains("name=" + service + "-integrations"))
                .map(object -> ((Map<?, ?>) object.get("data")).keySet().toString())
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<?, ?>> secrets(Map<?, ?> kustomization) {
        return ((List<?>) kustomization.get("secretGenerator"))
                .stream().<Map<?, ?>>map(secret -> (Map<?, ?>) secret).toList();
    }

    private static Schema composeSchema() throws IOException {
        try (InputStream schema = DeployFilesTest.class.getResourceAsStream("/compose-spec.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(withoutId(schema), InputFormat.JSON);
        }
    }

    /// The published schema's `$id` is relative, which the validator refuses.
    private static InputStream withoutId(InputStream schema) throws IOException {
        String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        return new ByteArrayInputStream(
                text.replace("\"$id\": \"compose_spec.json\",", "").getBytes(StandardCharsets.UTF_8));
    }

    /// The document as JSON with merge keys and extension fields resolved, as an engine sees it.
    private static String mergedJson(String yaml) {
        return Json.of(Merge.resolved(document(yaml)));
    }

    private static Map<?, ?> document(String yaml) {
        return documents(yaml).getFirst();
    }

    private static List<Map<?, ?>> documents(String yaml) {
        var documents = new ArrayList<Map<?, ?>>();
        StreamSupport.stream(
                        new Load(LoadSettings.builder().build())
                                .loadAllFromString(yaml)
                                .spliterator(),
                        false)
                .forEach(document -> documents.add((Map<?, ?>) document));
        return documents;
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Each apply would else set a service back that was scaled.
    @Test
    void shouldLeaveTheNumberOfReplicasToTheAutoscaler() throws IOException {
        for (String service : SERVICES) {
            // When
            List<Map<?, ?>> objects = documents(Files.readString(Path.of("kustomize", "base", service + ".yaml")));

            // Then
            assertThat(spec(objects, "Deployment")).as(service).doesNotContainKey("replicas");
            assertThat(spec(objects, "HorizontalPodAutoscaler").get("minReplicas"))
                    .as(service)
                    .isEqualTo(2);
        }
    }

    /// Within it, tables that are large are changed as a new version needs them; one that is ended begins anew.
    @Test
    void shouldGiveEveryServiceAnHourForItsStart() throws IOException {
        for (String service : SERVICES) {
            // When
            List<Map<?, ?>> objects = documents(Files.readString(Path.of("kustomize", "base", service + ".yaml")));

            // Then
            var template = (Map<?, ?>) spec(objects, "Deployment").get("template");
            var container = (Map<?, ?>) ((List<?>) ((Map<?, ?>) template.get("spec")).get("containers")).getFirst();
            var probe = (Map<?, ?>) container.get("startupProbe");
            assertThat((int) probe.get("periodSeconds") * (int) probe.get("failureThreshold"))
                    .as(service)
                    .isEqualTo(3_600);
        }
    }

    private static Map<Object, Object> spec(List<Map<?, ?>> objects, String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .map(object -> Map.<Object, Object>copyOf((Map<?, ?>) object.get("spec")))
                .findFirst()
                .orElseThrow();
    }
}
