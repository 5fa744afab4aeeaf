package io.gennaker.spinnaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.Concurrency;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.Occasion;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.FailurePolicy;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.spinnaker.json.UnreadableFile;
import io.gennaker.spinnaker.report.Finding;
import io.gennaker.spinnaker.report.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpinnakerImportTest {
    private static PipelineDefinition definition(ImportedPipeline imported) {
        var read = (ReadResult.Read)
                Definitions.read("imported.yaml", imported.definition().orElseThrow());
        return (PipelineDefinition) read.documents().getFirst().definition();
    }

    private static PipelineDefinition oneStage(String stage) {
        return definition(imported(stage));
    }

    private static ImportedPipeline imported(String stage) {
        return Fixtures.readText("{\"name\": \"p\", \"application\": \"a\", \"stages\": [" + stage + "]}")
                .getFirst();
    }

    private static Finding finding(ImportedPipeline imported, String field) {
        return imported.findings().stream()
                .filter(finding -> finding.field().equals(field))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCarryTheReferenceDelivery() {
        // When
        PipelineDefinition shop = definition(Fixtures.read("shop-deliver.json").getFirst());

        // Then
        assertThat(shop.name()).isEqualTo("shop-deliver");
        assertThat(shop.stages())
                .extracting(stage -> stage.id() + ":" + stage.kind())
                .containsExactly(
                        "migrate-schema:job",
                        "deploy-replica:deploy",
                        "blackbox:job",
                        "canary-analysis:judgement",
                        "release-to-all:judgement",
                        "window-deploy-production:judgement",
                        "deploy-production:deploy");
        assertThat(shop.concurrency()).isEqualTo(new Concurrency(1, Concurrency.WhenFull.REPLACE_WAITING));
        assertThat(shop.stages().get(2).frame().onFailure()).isEqualTo(FailurePolicy.STOP_BRANCH_AND_FAIL);
        assertThat(shop.stages().get(2).frame().timeout()).isEqualTo(Duration.ofMinutes(10));
        var judgement = (Stage.Judgement) shop.stages().get(4);
        assertThat(judgement.question().roles()).containsExactly("shop-owners");
        assertThat(judgement.question().requesterMayDecide()).isFalse();
        assertThat(judgement.question().expiresAfter()).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource({
        "null, null, null, FAIL",
        "true, false, false, FAIL",
        "false, false, false, STOP_BRANCH",
        "false, false, true, STOP_BRANCH_AND_FAIL",
        "false, true, false, CONTINUE",
        "true, true, false, CONTINUE",
    })
    void shouldTurnFailureFlagsIntoOnePolicy(String fail, String goOn, String others, FailurePolicy expected) {
        String stage = "{\"type\": \"wait\", \"name\": \"w\", \"waitTime\": 5, \"failPipeline\": " + fail
                + ", \"continuePipeline\": " + goOn + ", \"completeOtherBranchesThenFail\": " + others + "}";

        assertThat(oneStage(stage).stages().getFirst().frame().onFailure()).isEqualTo(expected);
    }

    @Test
    void shouldAskPeopleWhereAConditionHasNoEqual() {
        // When
        PipelineDefinition pipeline = oneStage("{\"type\": \"wait\", \"name\": \"w\", \"waitTime\": 5, "
                + "\"stageEnabled\": {\"type\": \"expression\", \"expression\": \"${execution.id == 'x'}\"}}");

        // Then
        assertThat(pipeline.stages()).extracting(Stage::id).containsExactly("if-w", "w");
        assertThat(pipeline.stages().getFirst().frame().onFailure()).isEqualTo(FailurePolicy.CONTINUE);
        assertThat(pipeline.stages().getLast().frame().needs()).containsExactly("if-w");
        assertThat(pipeline.stages().getLast().frame().when()).isEqualTo("stages[\"if-w\"].status == \"Succeeded\"");
    }

    @Test
    void shouldKeepTheDeliveryWaitingWhereAStageHasNoEqual() {
        // When
        ImportedPipeline imported = imported("{\"type\": \"bakeManifest\", \"name\": \"Bake\"}");

        // Then
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Judgement.class);
        assertThat(finding(imported, "stages[0].type").outcome()).isEqualTo(Outcome.NOT_CARRIED);
        assertThat(finding(imported, "stages[0].type").reason()).contains("Helm");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'type': 'scaleManifest', 'replicas': 3` | Scale[replicas=3, undoOnFailure=false]",
                "`'type': 'scaleManifest', 'replicas': '${1 + 1}'` | Scale[replicas=${{ (1 + 1) }}, undoOnFailure=false]",
                "`'type': 'patchManifest', 'patchBody': [{'spec': {}}]` | Patch[file=manifests/a-p/x.yaml, style=STRATEGIC, undoOnFailure=false]",
                "`'type': 'patchManifest', 'patchBody': [{'op': 'test'}], 'options': {'mergeStrategy': 'json'}` | Patch[file=manifests/a-p/x.yaml, style=JSON, undoOnFailure=false]",
                "`'type': 'deleteManifest'` | Delete[]",
                "`'type': 'undoRolloutManifest'` | Undo[revision=null]",
                "`'type': 'undoRolloutManifest', 'revision': '7'` | Undo[revision=7]",
                "`'type': 'rollingRestartManifest'` | Restart[]",
                "`'type': 'findArtifactsFromResource'` | Find[]",
            })
    void shouldCarryAStageThatWorksOnAnObject(String fields, String operation) {
        // When
        PipelineDefinition pipeline = oneStage(("{'name': 'x', 'account': 'k', 'location': 'zoo',"
                        + " 'manifestName': 'deployment shop', " + fields + "}")
                .replace('\'', '"'));

        // Then
        assertThat(pipeline.stages().getFirst()).isInstanceOfSatisfying(Stage.Operate.class, stage -> {
            assertThat(stage.operation()).hasToString(operation);
            assertThat(stage.namespace()).isEqualTo("zoo");
            assertThat(stage.object().apiVersion() + " " + stage.object().kind() + " "
                            + stage.object().name())
                    .isEqualTo("apps/v1 Deployment shop");
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'type': 'scaleManifest', 'mode': 'dynamic', 'replicas': 3` | it finds its object when it runs",
                "`'type': 'scaleManifest', 'manifestName': 'rollout shop', 'replicas': 3` | needs an apiVersion",
                "`'type': 'scaleManifest', 'manifestName': 'deployment shop', 'replicas': '-1'` | is no number",
                "`'type': 'patchManifest', 'manifestName': 'deployment shop', 'source': 'artifact'` | comes from an artifact that is no file",
                "`'type': 'patchManifest', 'manifestName': 'deployment shop', 'patchBody': [{}, {}]` | is not one patch",
                "`'type': 'deleteManifest', 'mode': 'label', 'kinds': ['job', 'pod']` | removes 2 kinds",
                "`'type': 'deleteManifest', 'manifestName': 'job x', 'options': {'cascading': false}` | leaves what depends",
                "`'type': 'undoRolloutManifest', 'manifestName': 'deployment x', 'numRevisionsBack': 2` | more than one revision",
                "`'type': 'findArtifactsFromResource', 'manifestName': 'job x'` | knows the images of",
                "`'type': 'pipeline', 'pipeline': 'abc'` | not among the imported ones of its application",
            })
    void shouldSayWhyPeopleHaveToDoIt(String fields, String reason) {
        // When
        ImportedPipeline imported = imported(("{'name': 'x', 'account': 'k', " + fields + "}").replace('\'', '"'));

        // Then
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Judgement.class);
        assertThat(finding(imported, "stages[0].type").reason()).contains(reason);
    }

    @Test
    void shouldAskForTheOptionsOfAJudgmentAndLetConditionsReadWhatWasChosen() {
        // When
        PipelineDefinition pipeline = oneStage("""
                {"refId": "1", "type": "manualJudgment", "name": "Which way?", "stopButtonLabel": "Not now",
                 "judgmentInputs": [{"value": "left"}, {"value": "right"}]},
                {"refId": "2", "requisiteStageRefIds": ["1"], "type": "wait", "name": "a", "waitTime": 5,
                 "stageEnabled": {"type": "expression", "expression": "#judgment('Which way?') == 'left'"}},
                {"refId": "3", "requisiteStageRefIds": ["1"], "type": "wait", "name": "b", "waitTime": 5,
                 "stageEnabled": {"type": "expression",
                    "expression": "${#stage('Which way?')['context']['judgmentInput'] == 'right'}"}}""");

        // Then
        var judgement = (Stage.Judgement) pipeline.stages().getFirst();
        assertThat(judgement.question().form()).isNotNull();
        assertThat(judgement.question().form().choices())
                .extracting(choice -> choice.name() + ":" + choice.title() + ":" + choice.decision())
                .containsExactly("left:left:APPROVE", "right:right:APPROVE", "stop:Not now:REJECT");
        assertThat(pipeline.stages())
                .extracting(stage -> stage.frame().when())
                .containsExactly(
                        null,
                        "(stages[\"which-way\"].outputs.choice == \"left\")",
                        "(stages[\"which-way\"].outputs.choice == \"right\")");
    }

    @Test
    void shouldNotCarryOptionsThatCannotBeNamesOfChoices() {
        // When
        ImportedPipeline imported = imported("{\"type\": \"manualJudgment\", \"name\": \"Go?\","
                + " \"judgmentInputs\": [{\"value\": \"to the left\"}]}");

        // Then
        assertThat(finding(imported, "stages[0].judgmentInputs").outcome()).isEqualTo(Outcome.NOT_CARRIED);
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Judgement.class);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'type': 'git', 'source': 'github', 'project': 'acme', 'slug': 'zoo', 'branch': 'main'` | `type: git` | `repository: github.com/acme/zoo` | `branch: main`",
                "`'type': 'git', 'source': 'gitlab', 'project': 'acme', 'slug': 'zoo', 'branch': 'release/.*'` | `repository: gitlab.com/acme/zoo` | `branch: 'regex:release/.*'` | `enabled: true`",
                "`'type': 'webhook', 'source': 'ci', 'payloadConstraints': {'status': 'done'}` | `type: webhook` | `source: ci` | `status: '*done*'`",
                "`'type': 'cron', 'cronExpression': '0 0/15 10 ? JUL 2-6'` | `type: cron` | `schedule: '*/15 10 * JUL MON-FRI'` | `zone: Europe/Berlin`",
                "`'type': 'pipeline', 'application': 'a', 'pipeline': '7', 'status': ['successful', 'failed']` | `type: pipeline` | `pipeline: a-p` | `- Failed`",
                "`'type': 'docker', 'registry': 'index.docker.io', 'repository': 'acme/zoo', 'tag': '(a|b).*'` | `type: registry` | `tag: 'regex:(a|b).*'` | `enabled: true`",
            })
    void shouldCarryTriggersOfEachType(String fields, String first, String second, String third) throws UnreadableFile {
        // Given
        String pipeline = ("{'id': '7', 'name': 'p', 'application': 'a', 'triggers': [{'enabled': true, " + fields
                        + "}], 'stages': [{'type': 'wait', 'waitTime': 5}]}")
                .replace('\'', '"');

        // When
        ImportedPipeline imported = new SpinnakerImport(Optional.of("Europe/Berlin"))
                .read("p.json", pipeline)
                .getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(imported.definition().orElseThrow().replace("\"", "'")).contains(first, second, third);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'type': 'git', 'source': 'stash', 'project': 'a', 'slug': 'b'` | the host of 'stash'",
                "`'type': 'git', 'source': 'bitbucket', 'project': 'a', 'slug': 'b'` | the host of 'bitbucket' calls no webhook that the trigger service reads",
                "`'type': 'webhook', 'source': 'a b'` | cannot be the name of a webhook",
                "`'type': 'cron', 'cronExpression': '*/5 0 10 * * ?'` | no equal of five fields",
                "`'type': 'cron', 'cronExpression': '0 0 10 1 1 ? 2030'` | no equal of five fields",
                "`'type': 'pipeline', 'pipeline': 'gone'` | not among the imported ones",
            })
    void shouldSayWhyATriggerIsNotCarried(String fields, String reason) {
        // When
        ImportedPipeline imported = Fixtures.readText(
                        ("{'name': 'p', 'triggers': [{" + fields + "}], 'stages': [{'type': 'wait', 'waitTime': 5}]}")
                                .replace('\'', '"'))
                .getFirst();

        // Then
        assertThat(finding(imported, "triggers[0].type").reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 10 L * ?         | 0 10 L * *",
                "0 0 10 L-3 * ?       | 0 10 L-3 * *",
                "0 30 10 LW * ?       | 30 10 LW * *",
                "0 0 10 15W * ? *     | 0 10 15W * *",
                "0 0 10 ? * 6L        | 0 10 * * FRIL",
                "0 0 10 ? * FRIL      | 0 10 * * FRIL",
                "0 0 10 ? * 2#1       | 0 10 * * MON#1",
                "0 0 10 ? * L         | 0 10 * * SAT",
                "0 3/15 9-17 ? * 2-6  | 3-59/15 9-17 * * MON-FRI",
                "0 0 10 ? * 2/2       | 0 10 * * MON,WED,FRI",
                "0 0 10 ? * WED/3     | 0 10 * * WED,SAT",
                "0 0 10 ? * 2-6/2     | 0 10 * * MON-FRI/2",
            })
    void shouldSayTheSameTimesAsQuartz(String quartz, String schedule) throws UnreadableFile {
        // When
        ImportedPipeline imported = new SpinnakerImport(Optional.of("Europe/Berlin"))
                .read(
                        "p.json",
                        ("{'name': 'p', 'triggers': [{'type': 'cron', 'enabled': true, 'cronExpression': '" + quartz
                                        + "'}], 'stages': [{'type': 'wait', 'waitTime': 5}]}")
                                .replace('\'', '"'))
                .getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).triggers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Trigger.Cron.class,
                        cron -> assertThat(cron.schedule().expression()).isEqualTo(schedule));
    }

    @Test
    void shouldJudgeWhatKayentaJudgedWhereItsConfigurationIsImportedWithIt() {
        // When
        ImportedPipeline imported = Fixtures.read("rich.json").getFirst();

        // Then
        Stage.Analysis stage = definition(imported).stages().stream()
                .filter(Stage.Analysis.class::isInstance)
                .map(Stage.Analysis.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(stage.workload() + " against " + stage.baseline()).isEqualTo("shop-canary against shop-baseline");
        assertThat(stage.namespace()).isEqualTo("shop");
        assertThat(imported.definition().orElseThrow())
                .contains(
                        "canaryConfig: canary-configs/shop-errors.json",
                        "warmUp: \"5m\"",
                        "duration: \"1h\"",
                        "step: \"1m\"",
                        "interval: \"20m\"",
                        "lookback: \"30m\"",
                        "pass: 90",
                        "marginal: 60");
        assertThat(imported.findings())
                .filteredOn(finding -> finding.field().startsWith("stages[2]."))
                .noneMatch(finding -> finding.outcome() == Outcome.NOT_CARRIED);
        assertThat(imported.files()).containsKey("canary-configs/shop-errors.json");
        assertThat(imported.definition().orElseThrow()).contains("params:", "project: acme");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'canaryConfigId': 'gone'` | is not among the imported files",
                "`'analysisType': 'realTimeAutomatic'` | it deploys baseline and canary itself",
                "`'analysisType': 'retrospective'` | canary retro",
                "`'baselineAnalysisOffsetInMins': 60` | looked at earlier",
                "`'controlLocation': 'eu'` | in different locations",
                "`'experimentScope': '${parameters.x}'` | is no name of a Deployment",
                "`'lifetimeDuration': 'PT1M'` | allowed: at least",
                "`'pass': '20'` | allowed: at most pass",
            })
    void shouldSayWhyPeopleHaveToJudgeACanary(String change, String reason) {
        // Given
        String[] field = change.replace('\'', '"').split(": ", 2);

        // When
        ImportedPipeline imported = Fixtures.readText(Fixtures.text("rich.json")
                        .replaceAll(
                                field[0] + ": (\"[^\"]*\"|\\d+)", Matcher.quoteReplacement(field[0] + ": " + field[1])))
                .getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).stages()).noneMatch(Stage.Analysis.class::isInstance);
        assertThat(imported.findings())
                .filteredOn(finding -> finding.field().endsWith(".type"))
                .extracting(Finding::reason)
                .anyMatch(said -> said.contains(reason));
    }

    @Test
    void shouldTellWhomSpinnakerTold() {
        // When
        ImportedPipeline imported = Fixtures.read("rich.json").getFirst();

        // Then
        var read = (ReadResult.Read)
                Definitions.read("imported.yaml", imported.definition().orElseThrow());
        List<NotificationRule> rules = read.documents().stream()
                .map(ReadResult.Document::definition)
                .filter(NotificationRule.class::isInstance)
                .map(NotificationRule.class::cast)
                .toList();
        assertThat(rules)
                .extracting(rule -> rule.application() + " "
                        + rule.on().stream().map(Occasion::word).sorted().toList() + " "
                        + rule.to().stream()
                                .map(NotificationRule.Target::address)
                                .toList() + " " + rule.message())
                .containsExactlyInAnyOrder(
                        "shop [failed, timedOut] [shop@acme.example, boss@acme.example] Look at the canary.",
                        "shop [started] [shop@acme.example, boss@acme.example] null",
                        "shop [decided, waiting] [C0123456789] null");
        assertThat(finding(imported, "notifications[2].address").found()).isEqualTo("(not shown)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slack | #shop | {channel: slack, to: ID}",
                "microsoftteams | https://acme.webhook.office.com/secret | {channel: teams, to: NAME}",
                "email | ${parameters.x} | {channel: email, to: ADDRESS}",
                "sms | 123 | {channel: webhook, url: 'https://...'}",
                "googlechat | https://chat.example/secret | {channel: webhook, url: 'https://...'}",
                "pagerduty | key | {channel: webhook, url: 'https://...'}",
            })
    void shouldSayWhichRuleToWriteWhereNoChannelOrAddressIsCarried(String type, String address, String target) {
        // When
        ImportedPipeline imported = Fixtures.readText(Fixtures.text("rich.json")
                        .replace("\"type\": \"sms\"", "\"type\": \"" + type + "\"")
                        .replace("\"address\": \"123\"", "\"address\": \"" + address + "\""))
                .getFirst();

        // Then
        assertThat(finding(imported, "notifications[3].type").outcome()).isEqualTo(Outcome.NOT_CARRIED);
        assertThat(finding(imported, "notifications[3].type").reason())
                .contains("`pipelines: [shop-rich]`, `on: [failed, timedOut]`, `to: [" + target + "]`")
                .doesNotContain("secret");
        assertThat(finding(imported, "notifications[3].address").outcome()).isEqualTo(Outcome.NOT_CARRIED);
    }

    @Test
    void shouldLetManifestsReadWhatEarlierStagesGave() {
        // When
        ImportedPipeline imported = Fixtures.read("rich.json").getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(imported.definition().orElseThrow())
                .contains("facts_region: \"${{ stages[\\\"facts\\\"].outputs.region }}\"");
        assertThat(imported.files().get("manifests/shop-rich/deploy-canary.yaml"))
                .contains("${{ variables.facts_region }}");
        assertThat(definition(imported).stages())
                .filteredOn(stage -> stage.id().equals("patch"))
                .singleElement()
                .satisfies(stage -> assertThat(stage.files()).containsExactly("artifact:shop-patch"));
    }

    @Test
    void shouldKeepASchedulesTriggerOffWhileNobodyKnowsOnWhoseClocks() {
        // When
        String definition = Fixtures.readText("{\"name\": \"p\", \"triggers\": [{\"type\": \"cron\","
                        + " \"enabled\": true, \"cronExpression\": \"0 30 3 * * ?\"}],"
                        + " \"stages\": [{\"type\": \"wait\", \"waitTime\": 5}]}")
                .getFirst()
                .definition()
                .orElseThrow();

        // Then
        assertThat(definition).contains("enabled: false");
    }

    @Test
    void shouldGiveAStageItsWindowWhenTheServersZoneIsKnown() throws UnreadableFile {
        // Given
        String pipeline = "{\"name\": \"p\", \"stages\": [{\"type\": \"wait\", \"name\": \"w\","
                + " \"waitTime\": 5, \"restrictExecutionDuringTimeWindow\": true,"
                + " \"restrictedExecutionWindow\": {\"days\": [2, 6], \"whitelist\":"
                + " [{\"startHour\": 9, \"startMin\": 30, \"endHour\": 16, \"endMin\": 0}]}}]}";

        // When
        ImportedPipeline imported = new SpinnakerImport(Optional.of("Europe/Berlin"))
                .read("p.json", pipeline)
                .getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).stages()).hasSize(1);
        assertThat(imported.definition().orElseThrow()).contains("mon", "fri", "09:30-16:00", "zone: Europe/Berlin");
    }

    @Test
    void shouldTakeFilesFromWhereSpinnakerTakesThem() {
        // When
        ImportedPipeline imported = Fixtures.read("files.json").getFirst();
        PipelineDefinition pipeline = definition(imported);

        // Then
        assertThat(pipeline.fetched())
                .containsExactly(
                        new ExpectedFile(
                                "shop-config",
                                new ExpectedFile.InGit("github.com/acme/shop", "release/1", "deploy/config.yaml"),
                                true,
                                null),
                        new ExpectedFile(
                                "smoke",
                                new ExpectedFile.InGit("gitlab.acme.io/team/shop", "master", "jobs/smoke.yaml"),
                                false,
                                null),
                        new ExpectedFile(
                                "policy",
                                new ExpectedFile.AtUrl("https://files.acme.io/policy.yaml", null, Map.of()),
                                false,
                                null));
        assertThat(pipeline.stages())
                .extracting(stage -> stage.kind() + " " + stage.files())
                .containsExactly("deploy [artifact:shop-config]", "job [artifact:smoke]", "judgement []");
        assertThat(finding(imported, "stages[2].type").reason()).contains("no file of github, gitlab or http");
    }

    @Test
    void shouldNameThePipelineThatAStageRunsAlsoWhenItIsReadLater() throws UnreadableFile {
        // Given
        String outer =
                "{\"id\": \"1\", \"name\": \"outer\", \"application\": \"a\", \"stages\": [{\"type\": \"pipeline\","
                        + "\"name\": \"run\", \"pipeline\": \"2\", \"pipelineParameters\": {\"mode\": \"fast\"}, \"waitForCompletion\": false}]}";
        String inner = "{\"id\": \"2\", \"name\": \"inner\", \"application\": \"a\","
                + "\"stages\": [{\"type\": \"wait\", \"waitTime\": 5}]}";
        var spinnaker = new SpinnakerImport();
        spinnaker.announce("outer.json", outer);
        spinnaker.announce("inner.json", inner);

        // When
        ImportedPipeline read = spinnaker.read("outer.json", outer).getFirst();
        ImportedPipeline run = spinnaker.read("inner.json", inner).getFirst();

        // Then
        assertThat(read.definition().orElseThrow())
                .contains("kind: pipeline", "pipeline: " + run.name(), "mode: fast", "wait: false");
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void shouldTellOfAGraphThatCannotRun() {
        // When
        ImportedPipeline cycle = imported("{\"refId\": \"1\", \"requisiteStageRefIds\": [\"2\"], \"type\": \"wait\"}, "
                + "{\"refId\": \"2\", \"requisiteStageRefIds\": [\"1\"], \"type\": \"wait\"}");
        ImportedPipeline unknown =
                imported("{\"refId\": \"1\", \"requisiteStageRefIds\": [\"7\"], \"type\": \"wait\"}");

        // Then
        assertThat(cycle.definition()).isEmpty();
        assertThat(finding(cycle, "stages").reason()).contains("a cycle among the stages 1, 2");
        assertThat(finding(unknown, "stages").reason()).contains("'1' needs '7'");
    }

    @Test
    void shouldNotShowSecretsInTheReport() {
        // When
        List<ImportedPipeline> imported =
                Fixtures.readText("{\"name\": \"p\", \"stages\": [{\"type\": \"wait\", \"waitTime\": 5}],"
                        + "\"triggers\": [{\"type\": \"git\", \"secret\": \"hunter2\"},"
                        + "{\"type\": \"webhook\", \"payloadConstraints\": {\"token\": \"hunter2\"}}]}");

        // Then
        assertThat(imported.getFirst().findings())
                .extracting(Finding::found)
                .noneMatch(found -> found.contains("hunter2"));
    }

    @Test
    void shouldKeepNamesUniqueAndShareClustersAcrossFiles() throws UnreadableFile {
        // Given
        var spinnaker = new SpinnakerImport();
        String pipeline = "{\"name\": \"Deploy!\", \"application\": \"a\", \"stages\": [{\"type\": \"deployManifest\","
                + "\"account\": \"gke_X\", \"manifests\": [{\"apiVersion\": \"v1\", \"kind\": \"Service\","
                + "\"metadata\": {\"name\": \"s\"}}]}]}";

        // When
        ImportedPipeline first = spinnaker.read("1.json", pipeline).getFirst();
        ImportedPipeline second = spinnaker.read("2.json", pipeline).getFirst();

        // Then
        assertThat(first.name()).isEqualTo("a-deploy");
        assertThat(second.name()).isEqualTo("a-deploy-2");
        assertThat(spinnaker.clusters().orElseThrow()).contains("name: gke-x", "context: gke_X");
        assertThat(Definitions.read("clusters.yaml", spinnaker.clusters().orElseThrow()))
                .isInstanceOf(ReadResult.Read.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${parameters.env == 'prod'} | ${!#stage('Eval').outputs.v} | false",
                "${parameters.env == 'prod'} | ${#stage('Eval').outputs.v} | true",
                "${parameters.env == 'test'} | ${#stage('Eval').outputs.v} | false",
                "${#toInt('5') + 1} | ${#stage('Eval').outputs.v > 5} | true",
                "${parameters.env} | ${#stage('Eval').outputs.v == 'prod'} | true",
                "is ${parameters.env} | ${#stage('Eval').outputs.v == 'is prod'} | true",
            })
    void shouldCompareAnEvaluatedValueByItsOwnType(String value, String condition, boolean runs)
            throws EvaluationFailed {
        // Given
        PipelineDefinition pipeline =
                definition(Fixtures.readText("""
                {"name": "p", "parameterConfig": [{"name": "env"}], "stages": [
                 {"refId": "1", "type": "evaluateVariables", "name": "Eval", "variables": [{"key": "v", "value": "VALUE"}]},
                 {"refId": "2", "requisiteStageRefIds": ["1"], "type": "wait", "name": "w", "waitTime": 5,
                  "stageEnabled": {"type": "expression", "expression": "CONDITION"}}]}""".replace("VALUE", value).replace("CONDITION", condition))
                        .getFirst());
        var evaluate = (Stage.Evaluate) pipeline.stages().getFirst();
        Value given = Expression.evaluate(
                evaluate.values().get("v"), bindings("parameters", Map.of("env", new Value.Text("prod"))));
        Value read = Outputs.read("evaluate", "v", Outputs.encode(given));

        // When
        Value decided = Expression.evaluate(
                Objects.requireNonNull(pipeline.stages().getLast().frame().when()),
                bindings("stages", Map.of("eval", named("outputs", named("v", read)))));

        // Then
        assertThat(decided).isEqualTo(new Value.Truth(runs));
    }

    private static Bindings bindings(String root, Map<String, Value> fields) {
        return new Bindings(Map.of(root, new Value.Named(fields)));
    }

    private static Value named(String field, Value value) {
        return new Value.Named(Map.of(field, value));
    }

    private static ImportedPipeline triggered(String trigger, String artifacts) {
        return Fixtures.readText(("{'name': 'p', 'triggers': [{'enabled': true, " + trigger + "}],"
                                + " 'expectedArtifacts': [" + artifacts
                                + "], 'stages': [{'type': 'wait', 'waitTime': 5}]}")
                        .replace('\'', '"'))
                .getFirst();
    }

    @Test
    void shouldStartOnlyWithTheFilesThatAPushHadToChange() {
        // When
        ImportedPipeline imported = triggered(
                "'type': 'git', 'source': 'github', 'project': 'acme', 'slug': 'shop', 'expectedArtifactIds': ['a', 'b']",
                "{'id': 'a', 'matchArtifact': {'type': 'github/file', 'name': 'deploy/shop.yaml'}},"
                        + "{'id': 'b', 'matchArtifact': {'type': 'github/file', 'name': 'charts/.*'}}");

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).triggers()).singleElement().isInstanceOfSatisfying(Trigger.Git.class, git -> {
            assertThat(git.enabled()).isTrue();
            assertThat(git.paths()).hasSize(2);
            assertThat(git.paths().getFirst().fits("deploy/shop.yaml")).isTrue();
            assertThat(git.paths().getLast().fits("charts/shop/Chart.yaml")).isTrue();
            assertThat(git.paths()).noneMatch(path -> path.fits("README.md"));
        });
        assertThat(finding(imported, "triggers[0].expectedArtifactIds").outcome())
                .isEqualTo(Outcome.CHANGED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'github/file', 'name': 'x.yaml', 'version': 'main'}` | expectedArtifactIds",
                "`'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'docker/image', 'name': 'r.io/x'}` | expectedArtifactIds",
                "`'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', 'expectedArtifactIds': ['gone']` | `'matchArtifact': {'type': 'github/file', 'name': 'x.yaml'}` | expectedArtifactIds",
                "`'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', 'events': ['pull_request:opened']` | `'matchArtifact': {}` | events",
                "`'type': 'webhook', 'source': 'ci', 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'docker/image', 'name': 'r.io/x'}` | expectedArtifactIds",
                "`'type': 'docker', 'registry': 'r.io', 'repository': 'x', 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'docker/image', 'name': 'r.io/y'}` | expectedArtifactIds",
                "`'type': 'docker', 'registry': 'r.io', 'repository': 'x', 'tag': 'v.*', 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'docker/image', 'name': 'r.io/x', 'version': 'v2.*'}` | expectedArtifactIds",
                "`'type': 'pubsub', 'payloadConstraints': {'tag': 'r.io/x:v.*'}, 'expectedArtifactIds': ['a']` | `'matchArtifact': {'type': 'docker/image', 'name': 'r.io/x', 'version': 'v2.*'}` | expectedArtifactIds",
            })
    void shouldKeepATriggerOffThatWaitedForMoreThanItCanSay(String trigger, String artifact, String field) {
        // When
        ImportedPipeline imported = triggered(trigger, "{'id': 'a', " + artifact + "}");

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).triggers())
                .singleElement()
                .satisfies(written -> assertThat(written.enabled()).isFalse());
        assertThat(finding(imported, "triggers[0].enabled").reason()).contains("off");
        assertThat(finding(imported, "triggers[0]." + field).outcome()).isEqualTo(Outcome.NOT_CARRIED);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "'events': ['push:push', 'pull_request:opened'] | CHANGED",
                "'events': ['push'] | EXACT",
            })
    void shouldStartWithPushesWhereAGitTriggerListensToThem(String events, Outcome outcome) {
        // When
        ImportedPipeline imported =
                triggered("'type': 'git', 'source': 'github', 'project': 'a', 'slug': 'b', " + events, "");

        // Then
        assertThat(definition(imported).triggers())
                .singleElement()
                .satisfies(written -> assertThat(written.enabled()).isTrue());
        assertThat(finding(imported, "triggers[0].events").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | `, 'version': 'release-.*'` | true",
                "`, 'tag': 'release-.*'` | `, 'version': 'release-.*'` | true",
                "`, 'tag': 'release-.*'` | `` | true",
                "`` | `, 'version': '(?=x)'` | false",
            })
    void shouldStartOnlyWithTheTagsThatTheExpectedImageMayHave(String tag, String version, boolean on) {
        // When
        ImportedPipeline imported = triggered(
                "'type': 'docker', 'registry': 'r.io', 'repository': 'x', 'expectedArtifactIds': ['a']" + tag,
                "{'id': 'a', 'matchArtifact': {'type': 'docker/image', 'name': 'r.io/x'" + version + "}}");

        // Then
        assertThat(definition(imported).triggers())
                .singleElement()
                .isInstanceOfSatisfying(Trigger.Registry.class, registry -> {
                    assertThat(registry.enabled()).isEqualTo(on);
                    assertThat(registry.tag().fits("release-1")).isTrue();
                    assertThat(registry.tag().fits("v1")).isEqualTo(!on);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "index.docker.io, acme/zoo, docker.io/acme/zoo",
        "https://index.docker.io/, nginx, docker.io/library/nginx",
        "registry-1.docker.io, acme/zoo, docker.io/acme/zoo",
        "quay.io, zoo, quay.io/zoo",
    })
    void shouldCallImagesOfDockerHubAsItsPushesDo(String registry, String repository, String image) {
        // When
        ImportedPipeline imported = triggered(
                "'type': 'docker', 'registry': '" + registry + "', 'repository': '" + repository + "'",
                "{'id': 'a', 'matchArtifact': {'type': 'docker/image', 'name': '"
                        + registry.replaceAll("https://|/$", "") + "/" + repository + "'}}");

        // Then
        assertThat(definition(imported).triggers())
                .singleElement()
                .isInstanceOfSatisfying(
                        Trigger.Registry.class,
                        read -> assertThat(read.repository()).isEqualTo(image));
        assertThat(definition(imported).artifacts())
                .singleElement()
                .satisfies(artifact -> assertThat(artifact.repository()).isEqualTo(image));
        assertThat(finding(imported, "triggers[0].repository").outcome())
                .isEqualTo(registry.equals("quay.io") ? Outcome.EXACT : Outcome.CHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "deployManifest, \"manifests\": [, Deployment, ]",
        "runJobManifest, \"manifest\": , Job, ''",
    })
    void shouldPutObjectsIntoTheNamespaceThatTheStageOverrides(String type, String open, String kind, String close) {
        // When
        ImportedPipeline imported = imported("{\"type\": \"" + type + "\", \"name\": \"d\", \"account\": \"k\","
                + "\"namespaceOverride\": \"staging\"," + open + "{\"apiVersion\": \"v1\", \"kind\": \"" + kind
                + "\", \"metadata\": {\"name\": \"x\", \"namespace\": \"production\"}}" + close + "}");

        // Then
        assertThat(imported.definition().orElseThrow()).contains("namespace: staging");
        assertThat(imported.files().values())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("name: x").doesNotContain("production"));
        assertThat(imported.findings())
                .filteredOn(finding -> finding.field().matches("stages\\[0]\\.manifests?(\\[0])?"))
                .extracting(Finding::outcome)
                .containsOnly(Outcome.CHANGED);
    }

    @Test
    void shouldSayThatAnObjectWithoutANamespaceGoesWhereTheOthersGo() {
        // When
        ImportedPipeline imported = imported("""
                {"type": "deployManifest", "name": "d", "account": "k", "manifests": [
                 {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x", "namespace": "a"}},
                 {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "y"}}]}""");

        // Then
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Deploy.class);
        assertThat(finding(imported, "stages[0].manifests[0]").outcome()).isEqualTo(Outcome.EXACT);
        assertThat(finding(imported, "stages[0].manifests[1]").outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(finding(imported, "stages[0].manifests[1]").reason()).contains("that of the stage, a;");
    }

    @Test
    void shouldLeaveAStageThatDeploysToSeveralNamespacesToPeople() {
        // When
        ImportedPipeline imported = imported("""
                {"type": "deployManifest", "name": "d", "account": "k", "manifests": [
                 {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x", "namespace": "a"}},
                 {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x", "namespace": "b"}}]}""");

        // Then
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Judgement.class);
        assertThat(finding(imported, "stages[0].type").reason()).contains("several namespaces");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${execution.trigger.containsKey('tag')}",
                "${#stage('w').status.equals()}",
                "${99999999999999999999 == 1}",
            })
    void shouldAskPeopleWhereAConditionIsStrange(String expression) {
        // When
        PipelineDefinition pipeline = oneStage("{\"type\": \"wait\", \"name\": \"w\", \"waitTime\": 5},"
                + "{\"type\": \"wait\", \"name\": \"x\", \"waitTime\": 5,"
                + "\"stageEnabled\": {\"type\": \"expression\", \"expression\": \"" + expression + "\"}}");

        // Then
        assertThat(pipeline.stages()).extracting(Stage::id).containsExactly("w", "if-x", "x");
    }

    @Test
    void shouldLeaveTheRunOfAnotherApplicationsPipelineToPeople() {
        // When
        ImportedPipeline imported = Fixtures.readText("""
                        [{"id": "1", "name": "p", "application": "a", "stages": [{"type": "pipeline", "name": "run", "pipeline": "2"}]},
                         {"id": "2", "name": "q", "application": "b", "stages": [{"type": "wait", "waitTime": 5}]}]""").getFirst();

        // Then
        assertThat(definition(imported).stages().getFirst()).isInstanceOf(Stage.Judgement.class);
        assertThat(finding(imported, "stages[0].type").reason()).contains("of its application");
    }

    @Test
    void shouldNotShowSecretsThatOnlyTheNameBesideThemOrTheAddressTells() {
        // When
        List<ImportedPipeline> imported = Fixtures.readText("""
                {"name": "p", "parameterConfig": [{"name": "dbPassword", "default": "hunter2"}], "stages": [
                 {"type": "someCompanyStage", "env": [{"name": "DB_PASSWORD", "value": "hunter2"}]},
                 {"type": "webhook", "name": "a", "url": "https://hooks.slack.com/services/T0/B0/hunter2"},
                 {"type": "webhook", "name": "b", "url": "https://me:hunter2@acme.example"},
                 {"type": "webhook", "name": "c", "url": "https://acme.example?access_token=hunter2"}]}""");

        // Then
        assertThat(imported.getFirst().findings())
                .extracting(Finding::found)
                .noneMatch(found -> found.contains("hunter2"));
    }

    private static ImportedPipeline calling(String fields) {
        return Fixtures.readText(
                        ("{'name': 'p', 'parameterConfig': [{'name': 'x'}], 'stages': [{'type': 'webhook', 'name': 'w',"
                                        + " 'url': 'https://acme.example', " + fields + "}]}")
                                .replace('\'', '"')
                                .replace('`', '\''))
                .getFirst();
    }

    @Test
    void shouldSendTheContentTypeThatTheUserSaidWhateverItsCase() {
        // When
        ImportedPipeline imported =
                calling("'payload': {'a': 1}, 'customHeaders': {'content-type': 'application/vnd.acme+json'}");

        // Then
        var stage = (Stage.Webhook) definition(imported).stages().getFirst();
        assertThat(stage.webhook().call().headers())
                .containsExactly(Map.entry("content-type", "application/vnd.acme+json"));
    }

    @Test
    void shouldWriteABodyWhoseNumbersAndTruthsStayWhatTheyAre() {
        // When
        ImportedPipeline imported =
                calling("'payload': {'n': '${1 + 1}', 'ok': ['${parameters.x == `a`}'], 'half': 0.5, 'none': null,"
                        + " 'say': 'a \\'b\\' ${parameters[`x`]}'}");

        // Then
        var stage = (Stage.Webhook) definition(imported).stages().getFirst();
        assertThat(stage.webhook().call().body())
                .isEqualTo("{\"n\":${{ (1 + 1) }},\"ok\":[${{ (parameters.x == \"a\") }}],\"half\":0.5,"
                        + "\"none\":null,\"say\":\"a \\\"b\\\" ${{ parameters.x }}\"}");
        assertThat(finding(imported, "stages[0].payload").outcome()).isEqualTo(Outcome.CHANGED);
        assertThat(finding(imported, "stages[0].payload").reason()).contains("not escaped");
    }

    @Test
    void shouldSendTheHeadersWithTheCancelToo() {
        // When
        ImportedPipeline imported =
                calling("'payload': {'a': 1}, 'customHeaders': {'Authorization': 'x', 'X-Team': 'shop'},"
                        + " 'cancelEndpoint': 'https://acme.example/cancel', 'cancelMethod': 'POST'");

        // Then
        var webhook = ((Stage.Webhook) definition(imported).stages().getFirst()).webhook();
        assertThat(webhook.cancel()).isNotNull().satisfies(cancel -> {
            assertThat(cancel.headers()).containsExactly(Map.entry("X-Team", "shop"));
            assertThat(cancel.secretHeaders())
                    .isNotEmpty()
                    .isEqualTo(webhook.call().secretHeaders());
        });
    }

    @Test
    void shouldLeaveACanaryWithoutAStepToPeople() {
        // When
        ImportedPipeline imported = Fixtures.readText(
                        Fixtures.text("rich.json").replace("\"experimentScope\":", "\"step\": 0, \"experimentScope\":"))
                .getFirst();

        // Then
        assertThat(imported.problems()).isEmpty();
        assertThat(definition(imported).stages()).noneMatch(Stage.Analysis.class::isInstance);
    }
}
