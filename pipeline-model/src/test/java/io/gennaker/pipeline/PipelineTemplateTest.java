package io.gennaker.pipeline;

import static io.gennaker.pipeline.TemplateTexts.PIPELINE;
import static io.gennaker.pipeline.TemplateTexts.TEMPLATE;
import static io.gennaker.pipeline.TemplateTexts.TEMPLATE_FILES;
import static io.gennaker.pipeline.TemplateTexts.expand;
import static io.gennaker.pipeline.TemplateTexts.expanded;
import static io.gennaker.pipeline.TemplateTexts.template;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ImageReference;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.TemplateDefinition;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.pipeline.problem.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTemplateTest {
    private static String needs(PipelineDefinition pipeline) {
        var needs = new StringBuilder();
        pipeline.stages()
                .forEach(stage ->
                        needs.append(stage.id()).append(stage.frame().needs()).append(' '));
        return needs.toString().strip();
    }

    private static List<String> problems(ExpansionResult result) {
        return switch (result) {
            case ExpansionResult.Expanded expanded -> throw new AssertionError(expanded.document());
            case ExpansionResult.Invalid(var problems) ->
                problems.stream().map(Problem::text).toList();
        };
    }

    @Test
    void shouldMakeAPipelineOfVariables() {
        // When
        PipelineDefinition pipeline = expanded(TEMPLATE, PIPELINE).definition();

        // Then
        assertThat(pipeline.name()).isEqualTo("shop");
        assertThat(pipeline.application()).isEqualTo("store");
        assertThat(pipeline.artifacts().getFirst().repository()).isEqualTo("us.gcr.io/acme/shop");
        assertThat(pipeline.variables())
                .containsEntry("service", new Value.Text("shop"))
                .containsEntry("label", new Value.Text("shop-${{ artifacts.app.tag }}"))
                .containsEntry("cpu", new Value.Whole(2));
        assertThat(pipeline.stages().getFirst().frame().variables()).containsEntry("replicas", new Value.Whole(5));
    }

    @Test
    void shouldLeaveOutAndRepeatStages() {
        // When
        PipelineDefinition pipeline = expanded(TEMPLATE, PIPELINE).definition();

        // Then
        assertThat(needs(pipeline))
                .isEqualTo("replica[] deploy-eu[replica] settle-eu[deploy-eu] deploy-us[replica] settle-us[deploy-us]"
                        + " approve[settle-eu, settle-us]");
        assertThat(pipeline.stages().get(1))
                .isInstanceOfSatisfying(
                        Stage.Deploy.class,
                        deploy -> assertThat(deploy.cluster()).isEqualTo("production-eu"));
    }

    @Test
    void shouldTakeInWhatIsAskedFor() {
        // Given
        String pipeline = PIPELINE + "      schema: true\n      regions: []\n      size: large\n";

        // When
        var expanded = expanded(TEMPLATE, pipeline);

        // Then
        assertThat(needs(expanded.definition())).isEqualTo("schema[] replica[schema] approve[replica]");
        assertThat(expanded.files()).containsOnlyKeys("template/manifests/app.yaml", "template/manifests/job.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE"})
    void shouldRepeatOneAfterTheOtherWhenAsked(String inSequence) {
        // Given
        String template =
                TEMPLATE.replace("{in: template.regions}", "{in: template.regions, inSequence: " + inSequence + "}");

        // When
        var expanded = expanded(template, PIPELINE);

        // Then
        assertThat(needs(expanded.definition()))
                .isEqualTo("replica[] deploy-eu[replica] settle-eu[deploy-eu] deploy-us[settle-eu]"
                        + " settle-us[deploy-us] approve[settle-us]");
    }

    @Test
    void shouldPutThePipelinesOwnStagesWhereTheTemplateLetsThem() {
        // Given
        String pipeline = PIPELINE + """
                    insert:
                      tests:
                        - {id: smoke, kind: job, cluster: replica, namespace: shop, manifest: smoke.yaml}
                        - {id: pause, kind: wait, duration: 5s}
                        - {id: load, kind: wait, needs: [replica], duration: 5s}
                """;

        // When
        var result = template(TEMPLATE)
                .expand(new Written(
                        "services/shop.yaml",
                        pipeline,
                        Map.of("smoke.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: smoke}\n")));

        // Then
        assertThat(result).isInstanceOfSatisfying(ExpansionResult.Expanded.class, expanded -> {
            assertThat(needs(expanded.definition()))
                    .startsWith("replica[] smoke[replica] pause[smoke] load[replica] deploy-eu[pause, load]");
            assertThat(expanded.files()).containsKeys("pipeline/smoke.yaml", "template/manifests/app.yaml");
        });
    }

    /// Of entries between a question and the end.
    private static String gated(String entries) {
        return """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: gated}
                spec:
                  variables: [{name: regions, type: list, default: [eu, us]}]
                  pipeline:
                    stages:
                      - {id: build, kind: wait, duration: 1s}
                      - {id: ask, kind: judgement, title: Go on?}
                %s
                      - {id: end, kind: wait, duration: 1s}
                """.formatted(entries.strip().indent(6));
    }

    private static final String GATED = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              template:
                name: gated
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {id: x, needs: [build], kind: wait, duration: 1s}                                               | x[build, ask] end[x]
            {id: x, needs: [], kind: wait, duration: 1s}                                                    | x[ask] end[x]
            {id: x, kind: wait, duration: 1s}, {id: y, needs: [build], kind: wait, duration: 1s}            | x[ask] y[build, ask] end[x, y]
            {id: x, kind: wait, duration: 1s}, {id: y, needs: [build, x], kind: wait, duration: 1s}         | x[ask] y[build, x] end[y]
            """)
    void shouldLetNoStageThatIsPutInPassWhatStandsBeforeItsPoint(String stages, String made) {
        // Given
        String pipeline = GATED + "    insert: {here: [" + stages + "]}\n";

        // When
        var expanded = expanded(gated("- insert: here"), pipeline);

        // Then
        assertThat(needs(expanded.definition())).isEqualTo("build[] ask[build] " + made);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            needs: [ask], stages: [{id: x, needs: [build], kind: wait, duration: 1s}]                                                      | x[build, ask] end[x]
            needs: [ask], stages: [{id: inner, needs: [build], stages: [{id: x, needs: [build], kind: wait, duration: 1s}]}]               | x[build, ask] end[x]
            stages: [{id: off, if: 'false', needs: [build], kind: wait, duration: 1s}, {id: x, needs: [off], kind: wait, duration: 1s}]    | x[build, ask] end[x]
            repeat: {in: template.regions}, needs: [ask], stages: [{id: x, needs: [build], kind: wait, duration: 1s}]                      | x-eu[build, ask] x-us[build, ask] end[x-eu, x-us]
            repeat: {in: template.regions, inSequence: true}, stages: [{id: x, needs: [build], kind: wait, duration: 1s}]                  | x-eu[build, ask] x-us[build, x-eu] end[x-us]
            """)
    void shouldLetNoStageOfAGroupPassWhatTheGroupWaitsFor(String group, String made) {
        // When
        var expanded = expanded(gated("- {id: group, " + group + "}"), GATED);

        // Then
        assertThat(needs(expanded.definition())).isEqualTo("build[] ask[build] " + made);
    }

    @Test
    void shouldTakeADefaultFileFromBesideTheTemplate() {
        // Given
        String template = TEMPLATE.replace("    artifacts:\n", """
                    artifacts:
                      - {name: config, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}, default: manifests/job.yaml}
                """);

        // When
        var expanded = expanded(template, PIPELINE);

        // Then
        assertThat(expanded.definition().fetched())
                .extracting(ExpectedFile::standard)
                .containsExactly("template/manifests/job.yaml");
        assertThat(expanded.files()).containsKey("template/manifests/job.yaml");
    }

    @Test
    void shouldBringADefaultFileThatNoStageNames() {
        // Given
        String template = TEMPLATE.replace("    artifacts:\n", """
                    artifacts:
                      - {name: config, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}, default: defaults/config.yaml}
                      - {name: own, http: {url: "https://acme.com/own.yaml"}, default: pipeline/own.yaml}
                      - {name: cart, image: us.gcr.io/acme/cart}
                """);

        // When
        var read = (ReadResult.Read) Definitions.read("templates/service.yaml", template);

        // Then
        assertThat(read.documents().getFirst().definition())
                .isInstanceOfSatisfying(
                        TemplateDefinition.class,
                        definition -> assertThat(definition.files())
                                .containsExactly("defaults/config.yaml", "manifests/app.yaml", "manifests/job.yaml"));
    }

    @Test
    void shouldNameFilesBesideThePipeline() {
        // Given
        String template = TEMPLATE.replace("manifest: manifests/job.yaml", "manifest: pipeline/job.yaml");
        String pipeline = PIPELINE + "      schema: true\n    files: [job.yaml]\n";
        String job = TEMPLATE_FILES.getOrDefault("manifests/job.yaml", "");

        // When
        List<Problem> problems = template(template).check();
        var made = template(template).expand(new Written("services/shop.yaml", pipeline, Map.of("job.yaml", job)));
        var missing = template(template).expand(new Written("services/shop.yaml", pipeline, Map.of()));

        // Then
        assertThat(problems).isEmpty();
        assertThat(made)
                .isInstanceOfSatisfying(
                        ExpansionResult.Expanded.class,
                        expanded -> assertThat(expanded.files())
                                .containsOnlyKeys("pipeline/job.yaml", "template/manifests/app.yaml"));
        assertThat(problems(missing)).singleElement().asString().contains("services/job.yaml", "no such file");
    }

    @Test
    void shouldKeepValuesData() {
        // Given
        String pipeline = PIPELINE.replace("name: shop", "name: shop-1")
                + "      title: \"Release ${{ artifacts.app.tag }}?\"\n      regions: ['a\"b']\n";

        // When
        var refused = problems(
                expand(TEMPLATE.replace("{in: template.regions}", "{in: template.regions, key: '\"x\"'}"), pipeline));
        var made = expanded(TEMPLATE, pipeline.replace("a\"b", "ab"));

        // Then
        assertThat(refused).singleElement().asString().contains("production-a\"b");
        assertThat(made.document()).contains("when: \"trigger.kind != \\\"shop-1\\\"\"");
        assertThat(made.document()).contains("title: \"Release ${{ artifacts.app.tag }}?\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            replicas: 5        | replicas: five          | services/shop.yaml:11:17: spec.template.variables.replicas: found 'five'; allowed: an integer
            replicas: 5        | replcas: 5              | services/shop.yaml:11:16: spec.template.variables.replcas: found unknown variable 'replcas'; allowed: image, limits, note, regions, replicas, schema, size, title
            acme/shop          | Acme                    | found 'us.gcr.io/Acme'; allowed: text that matches [a-z0-9./-]+
            replicas: 5        | size: middle            | found 'middle'; allowed: small, large
            image: us.gcr.io/acme/shop | schema: false   | found no variable 'image'; allowed: text that matches [a-z0-9./-]+ (repository of the image)
            replicas: 5        | note: "${{ trigger.kind }}" | found an expression in '${{ trigger.kind }}'; allowed: text
            replicas: 5        | regions: [Europe]       | templates/service.yaml:67:17: spec.pipeline.stages[3].repeat: found key 'Europe'
            replicas: 5        | image: x                | found key 'image' a second time
            name: service      | name: service@2         | services/shop.yaml:8:11: spec.template.name
            name: service      | {name: service, chanel: next} | YAML
            """)
    void shouldSayWhatDoesNotFit(String piece, String mistake, String problem) {
        // Given
        assertThat(PIPELINE).contains(piece);
        String pipeline = PIPELINE.replace(piece, mistake);

        // When
        List<String> problems =
                Definitions.read("services/shop.yaml", pipeline) instanceof ReadResult.Invalid(var found)
                        ? found.stream().map(Problem::text).toList()
                        : problems(expand(TEMPLATE, pipeline));

        // Then
        assertThat(problems).anySatisfy(text -> assertThat(text).contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $[[ template.replicas ]]      | $[[ template.replcas ]]    | templates/service.yaml:63:34: | template.replcas
            if: template.schema           | if: template.size          | no truth value | gives true or false
            {in: template.regions}        | {in: template.size}        | no list | gives a list
            timeout: 2h                   | timeout: 2 hours           | spec.pipeline.timeout: found '2 hours' | duration
            kind: wait                    | kind: wiat                 | templates/service.yaml: | wiat
            manifest: manifests/job.yaml  | manifest: manifests/x.yaml | templates/manifests/x.yaml:1:1: | no such file
            example: us.gcr.io/acme/shop  | description: twice         | second time | once
            default: small                | default: middle            | found 'middle' | small, large
            id: settle                    | id: deploy                 | found 'deploy' a second time | unique
            insert: tests                 | insert: Tests              | 'Tests' | lower-case
            """)
    void shouldCheckATemplateByItsExamples(String piece, String mistake, String first, String second) {
        // Given
        String text = TEMPLATE.replace(piece, mistake);
        assertThat(text).isNotEqualTo(TEMPLATE);

        // When
        List<String> problems =
                switch (Definitions.read("templates/service.yaml", text)) {
                    case ReadResult.Invalid(var found) ->
                        found.stream().map(Problem::text).toList();
                    case ReadResult.Read _ ->
                        template(text).check().stream().map(Problem::text).toList();
                };

        // Then
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(first, second));
    }

    @Test
    void shouldRefuseWhatStandsWrongInATemplate() {
        // Given
        String unknown = TEMPLATE.replace("kind: wait\n", "kind: wait\n            needs: [gone]\n");
        String open = TEMPLATE.replace("$[[ pipeline.name ]]-", "$[[ pipeline.name -");
        String quoted = TEMPLATE.replace("artifacts.app.tag }}", "'$[[ pipeline.name ]]' }}");

        // Then
        assertThat(template(unknown).check())
                .singleElement()
                .asString()
                .contains(
                        "spec.pipeline.stages[3].stages[1].needs: found unknown stage 'gone'; allowed: stages above: ");
        assertThat(template(open).check()).singleElement().asString().contains("'$[[' without its end");
        assertThat(template(quoted).check()).singleElement().asString().contains("'$[[' inside a string");
    }

    @Test
    void shouldWriteValuesAsLiteralsWhereverATextIsAnExpression() {
        // Given
        String template = TEMPLATE + """
                      - id: judge
                        kind: evaluate
                        values:
                          same: parameters.region == $[[ template.regions[0] ]]
                      - id: gate
                        kind: check
                        conditions: [{that: "$[[ template.size ]] != 'huge'", message: too much}]
                """;

        // When
        var made = expanded(
                template.replace(
                        "    artifacts:",
                        "    parameters: [{name: region, type: string, default: eu}]\n    artifacts:"),
                PIPELINE);

        // Then
        assertThat(made.document())
                .contains("same: \"parameters.region == \\\"eu\\\"\"")
                .contains("that: \"\\\"small\\\" != 'huge'\"");
    }

    @Test
    void shouldTakeNamesThatUsersChooseForDataWhateverTheyAre() {
        // Given
        String template = TEMPLATE.replace("    label: ", "    when: $[[ template.size ]]\n      label: ") + """
                      - id: nested
                        kind: pipeline
                        pipeline: other
                        variables: {that: "$[[ template.size ]]"}
                        parameters: {when: "$[[ template.size ]]"}
                      - id: called
                        kind: webhook
                        url: https://example.com/
                        headers: {when: "$[[ template.size ]]"}
                """;

        // When
        var made = expanded(template, PIPELINE);

        // Then
        assertThat(made.document())
                .contains("when: \"small\"", "that: \"small\"")
                .doesNotContain("\\\"small\\\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            webhook  | url: "https://example.com/", outputs: {manifest: $.manifest}
            webhook  | url: "https://example.com/", headers: {patch: "a b: c"}
            evaluate | values: {patch: '1 + 2', manifest: stages.build.status}
            delete   | cluster: replica, namespace: shop, object: {kind: Deployment, labels: {manifest: a}}
            """)
    void shouldTakeNamesThatUsersChooseForNoPaths(String kind, String own) {
        // Given
        String stage = "{id: named, kind: " + kind + ", " + own + "}";

        // When
        var ofTemplate = expanded(gated("- " + stage), GATED);
        var ofPipeline = expanded(gated("- insert: here"), GATED + "    insert: {here: [" + stage + "]}\n");

        // Then
        assertThat(ofTemplate.definition().files()).isEmpty();
        assertThat(ofPipeline.definition()).isEqualTo(ofTemplate.definition());
    }

    @Test
    void shouldWriteDecimalsAsTheLanguageReadsThem() {
        // Given
        String template = TEMPLATE.replace("default: {cpu: 2}", "default: {cpu: 2, low: 0.0005, high: 12345678.0}")
                .replace(
                        "  cpu: $[[ template.limits.cpu ]]\n",
                        "  low: $[[ template.limits.low ]]\n      high: $[[ template.limits.high ]]\n");

        // When
        PipelineDefinition pipeline = expanded(template, PIPELINE).definition();

        // Then
        assertThat(pipeline.variables())
                .containsEntry("low", new Value.Decimal(0.0005))
                .containsEntry("high", new Value.Decimal(12_345_678));
    }

    @Test
    void shouldFindNothingWrongWithATemplateThatIsRight() {
        assertThat(template(TEMPLATE).check()).isEmpty();
    }

    @Test
    void shouldBoundTheStagesThatItMakes() {
        // Given
        String pipeline = PIPELINE + "      regions: [" + String.join(", ", Collections.nCopies(999, "x")) + "]\n";

        // When
        List<String> problems = problems(expand(TEMPLATE, pipeline));

        // Then
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains("more than 1000 stages"));
    }

    @Test
    void shouldEndRepetitionsInsideOneAnotherOnceThereAreTooManyStages() {
        // Given
        String template = TEMPLATE.replace("      - id: approve\n", """
                      - id: a
                        repeat: {in: template.many}
                        stages:
                          - id: b
                            repeat: {in: template.many}
                            stages:
                              - {id: c, repeat: {in: template.many}, kind: wait, duration: 1s}
                      - id: approve
                """);

        // When
        List<String> problems = assertTimeoutPreemptively(
                Duration.ofMinutes(1), () -> problems(expand(withMany(1_000, template), PIPELINE)));

        // Then
        assertThat(problems).singleElement().asString().contains("more than 1000 stages");
    }

    @Test
    void shouldBoundRepetitionsThatLeaveEveryStageOut() {
        // Given
        String template = TEMPLATE.replace("      - id: approve\n", """
                      - id: a
                        repeat: {in: template.many}
                        stages:
                          - id: b
                            repeat: {in: template.many}
                            stages: [{id: c, if: template.schema, kind: wait, duration: 1s}]
                      - id: approve
                """);

        // When
        List<String> problems = problems(expand(withMany(101, template), PIPELINE));

        // Then
        assertThat(problems).singleElement().asString().contains("more than 10000 repetitions");
    }

    @Test
    void shouldBoundATextThatIsPutTogether() {
        // Given
        String text = "x".repeat(90_000);
        String template = TEMPLATE.replace(
                        "  variables:\n    - name: image",
                        "  variables:\n    - {name: long, type: string, default: " + text + "}\n    - name: image")
                + """
                      - id: called
                        kind: webhook
                        url: https://example.com/
                        body: "%s"
                """.formatted("$[[ template.long ]]".repeat(12));

        // When
        List<Problem> problems = template(template).check();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("spec.pipeline.stages[5].body", "more than 1000000 characters");
    }

    @Test
    void shouldBoundTheTextsThatItMakesAllTogether() {
        // Given
        String template = withMany(1_000, TEMPLATE) + """
                      - id: again
                        repeat: {in: template.many}
                        kind: wait
                        duration: 1s
                        variables: {text: %s}
                """.formatted("x".repeat(2_000));

        // When
        List<String> problems = problems(expand(template, PIPELINE));

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("templates/service.yaml", "spec.pipeline.stages[5]", "more than 1000000 characters");
    }

    @Test
    void shouldBoundTheNodesThatItMakesAllTogether() {
        // Given
        String lists = IntStream.range(0, 30)
                .mapToObj(number -> "list" + number + ": \"$[[ template.many ]]\"")
                .collect(Collectors.joining(", "));
        String template = withMany(5_000, TEMPLATE) + """
                      - {id: lists, kind: wait, duration: 1s, variables: {%s}}
                """.formatted(lists);

        // When
        List<String> problems = problems(expand(template, PIPELINE));

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("templates/service.yaml", "spec.pipeline.stages[5]", "more than 100000 nodes");
    }

    /// With a list of so many items.
    private static String withMany(int items, String template) {
        String many = IntStream.range(0, items).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return template.replace(
                "  variables:\n    - name: image",
                "  variables:\n    - {name: many, type: list, default: [" + many + "]}\n    - name: image");
    }

    @Test
    void shouldBePartOfThePlan() {
        // Given
        var template = template(TEMPLATE);
        var other = template(TEMPLATE.replace("duration: 10s", "duration: 20s"));

        // When
        var plan = (PlanResult.Planned) Planner.plan(input(template));
        var again = (PlanResult.Planned) Planner.plan(input(template(TEMPLATE)));
        var changed = (PlanResult.Planned) Planner.plan(input(other));

        // Then
        assertThat(plan.plan().template()).isEqualTo(new TemplateVersion("service", template.digest()));
        assertThat(again.digest()).isEqualTo(plan.digest());
        assertThat(changed.digest()).isNotEqualTo(plan.digest());
        assertThat(changed.plan().definition()).isEqualTo(plan.plan().definition());
    }

    private static PlanInput input(PipelineTemplate template) {
        var written = new Written("services/shop.yaml", PIPELINE, Map.of());
        var expanded = (ExpansionResult.Expanded) template.expand(written);
        var clusters = new TreeMap<String, ClusterDefinition>();
        List.of("replica", "production-eu", "production-us")
                .forEach(name -> clusters.put(name, new ClusterDefinition(name, name)));
        return new PlanInput(
                expanded.definition(),
                written.digest(),
                expanded.files(),
                clusters,
                Shop.PUSHED,
                Map.of(),
                List.of(new Artifact("app", new ImageReference("us.gcr.io/acme/shop", "v2", Shop.V2))),
                expanded.template(),
                List.of());
    }

    @Test
    void shouldBeAnotherVersionWhenAFileDiffers() {
        // Given
        var files = new TreeMap<>(TEMPLATE_FILES);
        files.computeIfPresent("manifests/job.yaml", (_, text) -> text + "# changed\n");

        // When
        var changed = PipelineTemplate.of(new Written("templates/service.yaml", TEMPLATE, files));

        // Then
        assertThat(changed.digest()).isNotEqualTo(template(TEMPLATE).digest());
    }
}
