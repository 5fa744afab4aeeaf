package io.gennaker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.pipeline.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionProblemsTest {
    /// Each row makes one mistake: piece of the good pipeline, what stands there instead, the whole line that users
    /// get.
    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 10_000, textBlock = """
            # documents and keys
            apiVersion: gennaker/v1 | apiVersion: gennaker/v2 | 1:13: apiVersion: found 'gennaker/v2'; allowed: gennaker/v1
            kind: Pipeline | kind: Pipelin | 2:7: kind: found 'Pipelin'; allowed: Pipeline, PipelineTemplate, Cluster, Freeze, NotificationRule
            kind: Pipeline | kin: Pipeline | 1:1: found no key 'kind'; allowed: Pipeline, PipelineTemplate, Cluster, Freeze, NotificationRule
            name: shop\\nspec | nam: shop\\nspec | 4:3: metadata: found unknown key 'nam'; allowed: name, application, description ;; 4:3: metadata: found no key 'name'; allowed: it must be there
            name: shop\\nspec | name: Shop_1\\nspec | 4:9: metadata.name: found 'Shop_1'; allowed: lower-case letters, digits and '-', at most 60
            name: shop\\nspec | name: 12\\nspec | 4:9: metadata.name: found 12 (integer); allowed: lower-case letters, digits and '-', at most 60 in quotes
            name: shop\\nspec | name: [shop]\\nspec | 4:9: metadata.name: found a list; allowed: lower-case letters, digits and '-', at most 60
            name: shop\\nspec | name: shop-${{ 1 }}\\nspec | 4:9: metadata.name: found an expression in 'shop-${{ 1 }}'; allowed: no expression here; lower-case letters, digits and '-', at most 60
            timeout: 2h | timeuot: 2h | 20:3: spec: found unknown key 'timeuot'; allowed: stages, parameters, artifacts, triggers, concurrency, timeout, variables, onRemoval
            timeout: 2h | timeout: 2h\\n  timeout: 3h | 21:3: found key 'timeout' a second time; allowed: each key once (first at 20:3)
            # parameters
            type: int | type: number | 8:13: spec.parameters[0].type: found 'number'; allowed: string, int, bool, enum
            default: 12 | default: "12" | 9:16: spec.parameters[0].default: found text; allowed: an integer
            default: 12 | default: 12\\n      values: [a] | 10:15: spec.parameters[0].values: found values of a parameter that is no enum; allowed: type: enum, or no values
            default: 12 | default: 12\\n      required: true | 10:17: spec.parameters[0].required: found true, beside a default; allowed: false, or no default
            type: int | type: enum\\n      values: [a, b] | 10:16: spec.parameters[0].default: found 12 (integer); allowed: a, b
            name: replicas | name: re-plicas | 7:13: spec.parameters[0].name: found 're-plicas'; allowed: a letter or '_', then letters, digits and '_', at most 60
            # artifacts and triggers
            image: us.gcr.io/acme/shop\\n  triggers | image: us.gcr.io/acme/shop:v1\\n  triggers | 12:14: spec.artifacts[0].image: found 'us.gcr.io/acme/shop:v1'; allowed: a repository with registry host, without tag or digest, such as us.gcr.io/acme/shop
            image: us.gcr.io/acme/shop\\n  triggers | image: us.gcr.io/acme/shop\\n      default: us.gcr.io/acme/shop:v1\\n  triggers | 13:16: spec.artifacts[0].default: found 'us.gcr.io/acme/shop:v1'; allowed: an image of us.gcr.io/acme/shop with a digest
            type: registry | type: mailbox | 15:13: spec.triggers[0].type: found 'mailbox'; allowed: registry, git, webhook, message, cdevent, cron, pipeline
            tag: "v*" | tag: "v(1)" | 17:12: spec.triggers[0].tag: found 'v(1)'; allowed: a tag; '*' stands for any characters, '?' for one; or a range such as 'semver:>=1.2.0 <2.0.0', or 'regex:' and a regular expression
            tag: "v*" | tag: "semver:>=one" | 17:12: spec.triggers[0].tag: found 'semver:>=one'; allowed: 'semver:' and versions of three numbers, each after one of = > >= < <= ^ ~ or nothing, with a space between them
            image: us.gcr.io/acme/shop\\n      tag | image: us.gcr.io/acme/cart\\n      tag | 16:14: spec.triggers[0].image: found 'us.gcr.io/acme/cart', which is no artifact's image; allowed: us.gcr.io/acme/shop
            # numbers, durations, flags, choices
            limit: 2 | limit: 0 | 19:12: spec.concurrency.limit: found 0; allowed: an integer from 1 to 1000
            limit: 2 | limit: two | 19:12: spec.concurrency.limit: found 'two'; allowed: an integer from 1 to 1000
            limit: 2 | whenFull: wait | 19:15: spec.concurrency.whenFull: found 'wait'; allowed: queue, replaceWaiting, reject
            timeout: 2h | timeout: 2 hours | 20:12: spec.timeout: found '2 hours'; allowed: a duration such as 500ms, 30s, 10m, 2h, 3d or 1h30m, at most 365d
            timeout: 2h | timeout: 366d | 20:12: spec.timeout: found '366d'; allowed: a duration such as 500ms, 30s, 10m, 2h, 3d or 1h30m, at most 365d
            timeout: 2h | timeout: | 20:11: spec.timeout: found nothing; allowed: a duration such as 500ms, 30s, 10m, 2h, 3d or 1h30m, at most 365d
            undoOnFailure: false | undoOnFailure: no | 29:22: spec.stages[0].undoOnFailure: found 'no'; allowed: true, false
            undoOnFailure: false | onFailure: ignore | 29:18: spec.stages[0].onFailure: found 'ignore'; allowed: fail, stopBranch, stopBranchAndFail, continue
            # stages
            kind: deploy | kind: deplooy | 25:13: spec.stages[0].kind: found 'deplooy'; allowed: deploy, job, canary, blueGreen, rollingOut, judgement, evaluate, check, webhook, notify, pipeline, analysis, rollback, wait, waitUntil, scale, patch, delete, undo, restart, find
            kind: deploy | x: deploy | 24:7: spec.stages[0]: found no key 'kind'; allowed: deploy, job, canary, blueGreen, rollingOut, judgement, evaluate, check, webhook, notify, pipeline, analysis, rollback, wait, waitUntil, scale, patch, delete, undo, restart, find
            id: pause | id: replica | 35:11: spec.stages[2].id: found 'replica' a second time; allowed: a unique id (first at 24:11) ;; 41:14: spec.stages[3].needs: found unknown stage 'pause'; allowed: approve, blackbox, canary, replica
            id: replica | id: blackbox | 30:11: spec.stages[1].id: found 'blackbox' a second time; allowed: a unique id (first at 24:11) ;; 37:14: spec.stages[2].needs: found unknown stage 'replica'; allowed: approve, blackbox, canary, pause
            manifest: job.yaml | manifests: [job.yaml] | 30:7: spec.stages[1]: found no key 'manifest'; allowed: it must be there ;; 34:7: spec.stages[1]: found unknown key 'manifests'; allowed: id, kind, cluster, namespace, manifest, needs, when, delay, window, retry, timeout, onFailure, forEach, variables
            undoOnFailure: false | manifests: [] | 29:7: found key 'manifests' a second time; allowed: each key once (first at 28:7)
            namespace: shop\\n      manifests: [shop.yaml]\\n      undo | namespace: Shop!\\n      manifests: [shop.yaml]\\n      undo | 27:18: spec.stages[0].namespace: found 'Shop!'; allowed: a namespace: lower-case letters, digits and '-', at most 63
            manifests: [shop.yaml]\\n      undo | manifests: []\\n      undo | 28:18: spec.stages[0].manifests: found no files; allowed: at least one path
            manifests: [shop.yaml]\\n      undo | manifests: [shop.yaml, shop.yaml]\\n      undo | 28:18: spec.stages[0].manifests: found 'shop.yaml' a second time; allowed: each file once
            manifests: [shop.yaml]\\n      undo | manifests: shop.yaml\\n      undo | 28:18: spec.stages[0].manifests: found 'shop.yaml'; allowed: a list
            manifest: job.yaml | manifest: ../job.yaml | 34:17: spec.stages[1].manifest: found '../job.yaml'; allowed: a path below the definition's folder, with '/' and without '..'
            manifest: job.yaml | manifest: /etc/job.yaml | 34:17: spec.stages[1].manifest: found '/etc/job.yaml'; allowed: a path below the definition's folder, with '/' and without '..'
            needs: [replica] | needs: [replcia] | 37:14: spec.stages[2].needs: found unknown stage 'replcia'; allowed: approve, blackbox, canary, pause, replica
            needs: [replica] | needs: [replica, replica] | 37:14: spec.stages[2].needs: found 'replica' a second time; allowed: each stage once
            needs: [replica] | needs: [pause] | 37:14: spec.stages[2].needs: found a cycle: pause needs pause; allowed: stages that do not need themselves
            needs: [replica] | needs: [canary] | 37:14: spec.stages[2].needs: found a cycle: pause needs canary needs approve needs pause; allowed: stages that do not need themselves
            duration: 10s | duration: 0s | 38:17: spec.stages[2].duration: found '0s'; allowed: at least 1ms
            duration: 10s | duration: 10s\\n      delay: 0s | 39:14: spec.stages[2].delay: found '0s'; allowed: at least 1000ms
            duration: 10s | duration: 10s\\n      retry: {} | 39:14: spec.stages[2].retry: found no key 'attempts'; allowed: it must be there
            duration: 10s | duration: 10s\\n      retry: {attempts: 11} | 39:25: spec.stages[2].retry.attempts: found 11; allowed: an integer from 1 to 10
            duration: 10s | duration: 10s\\n      retry: {attempts: 3, backoff: soon} | 39:37: spec.stages[2].retry.backoff: found 'soon'; allowed: a duration such as 500ms, 30s, 10m, 2h, 3d or 1h30m, at most 365d
            duration: 10s | duration: 10s\\n      window: {} | 39:15: spec.stages[2].window: found no key 'zone'; allowed: it must be there
            duration: 10s | duration: 10s\\n      window: {zone: Berlin} | 39:22: spec.stages[2].window.zone: found 'Berlin'; allowed: a time zone such as Europe/Berlin, America/Denver or UTC
            duration: 10s | duration: 10s\\n      window: {zone: UTC, days: [monday]} | 39:33: spec.stages[2].window.days: found 'monday'; allowed: mon, tue, wed, thu, fri, sat, sun
            duration: 10s | duration: 10s\\n      window: {zone: UTC, hours: 9-17} | 39:34: spec.stages[2].window.hours: found '9-17'; allowed: from and to as in 09:00-17:00; to may be on the next day, or 24:00
            duration: 10s | duration: 10s\\n      window: {zone: UTC, hours: "09:00-24:30"} | 39:34: spec.stages[2].window.hours: found '09:00-24:30'; allowed: from and to as in 09:00-17:00; to may be on the next day, or 24:00
            quorum: 1 | quorum: 21 | 44:15: spec.stages[3].quorum: found 21; allowed: an integer from 1 to 20
            quorum: 1 | links: [{title: Changes, url: "javascript:alert(1)"}] | 44:37: spec.stages[3].links[0].url: found 'javascript:alert(1)'; allowed: an address that starts with https:// or http://
            # expressions
            host: shop\\n  stages | host: ${{ parameters.replcas }}\\n  stages | 22:26: spec.variables.host: found `parameters.replcas`: unknown name 'replcas'; allowed: replicas
            host: shop\\n  stages | host: "${{ parameter.replicas }}"\\n  stages | 22:16: spec.variables.host: found `parameter.replicas`: undeclared reference to 'parameter' (in container ''); allowed: the names artifacts, parameters, pipeline, trigger and CEL's functions
            host: shop\\n  stages | host: ${{ variables.host }}\\n  stages | 22:15: spec.variables.host: found `variables.host`: undeclared reference to 'variables' (in container ''); allowed: the names artifacts, parameters, pipeline, trigger and CEL's functions
            title: Go on? | title: Go ${{ artifacts.shop.tga }}? | 43:36: spec.stages[3].title: found `artifacts.shop.tga`: unknown name 'tga'; allowed: digest, image, repository, tag
            title: Go on? | title: Go ${{ 1 + }}? | 43:24: spec.stages[3].title: found `1 +`: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}; allowed: a CEL expression
            title: Go on? | title: Go ${{ }}? | 43:14: spec.stages[3].title: found an empty expression; allowed: a CEL expression
            title: Go on? | title: Go ${{ parameters.replicas | 43:17: spec.stages[3].title: found '${{' without its end; allowed: an expression between '${{' and '}}'
            parameters.replicas > 1 | stages.canary.status == "Succeeded" | 42:20: spec.stages[3].when: found `stages.canary.status == "Succeeded"`: unknown name 'canary'; allowed: blackbox, pause, replica
            parameters.replicas > 1 | stages.pause.state == "Succeeded" | 42:26: spec.stages[3].when: found `stages.pause.state == "Succeeded"`: unknown name 'state'; allowed: outputs, status
            parameters.replicas > 1 | variables.host == "shop" | 42:13: spec.stages[3].when: found `variables.host == "shop"`: undeclared reference to 'variables' (in container ''); allowed: the names artifacts, parameters, pipeline, stages, trigger and CEL's functions
            # canary
            weight: 33 | weight: 51 | 77:19: spec.stages[4].steps[2].weight: found 51; allowed: an integer from 1 to 50
            weight: 33 | weight: 10 | 77:19: spec.stages[4].steps[2].weight: found 10; allowed: more than 10, the weight before
            weight: 33 | {} | 77:11: spec.stages[4].steps[2]: found neither weight nor judgement nor pause nor detour nor mirror; allowed: exactly one of weight, judgement, pause, detour, mirror
            weight: 33 | {weight: 33, judgement: {title: x}} | 77:11: spec.stages[4].steps[2]: found weight and judgement together; allowed: exactly one of weight, judgement, pause, detour, mirror
            duration: 10m | warmUp: 10m | 74:13: spec.stages[4].steps[0].analysis: found no key 'duration'; allowed: it must be here or in the stage's analysis
            duration: 10m | duration: 40s | 74:23: spec.stages[4].steps[0].analysis.duration: found 8 samples (duration by step); allowed: at least minimumSamples, 10
            duration: 10m | duration: 2h | 50:16: spec.stages[4].timeout: found 3600s; allowed: more than the analyses and pauses take together, 7200s
            pass: 95 | pass: 70 | 62:19: spec.stages[4].analysis.marginal: found 80.0; allowed: at most pass, 70.0
            pass: 95 | pass: 101 | 61:15: spec.stages[4].analysis.pass: found '101'; allowed: a number from 0 to 100
            pass: 95 | judge: netflix | 61:16: spec.stages[4].analysis.judge: found 'netflix'; allowed: mann-whitney, kayenta, sequential, threshold
            pass: 95 | alpha: 0.01 | 61:16: spec.stages[4].analysis.alpha: found alpha with judge mann-whitney; allowed: only with judge sequential
            pass: 95 | judge: sequential\\n        lookback: 1m | 62:19: spec.stages[4].analysis.lookback: found lookback with judge sequential; allowed: only with judge mann-whitney
            pass: 95 | interval: 20m | 61:19: spec.stages[4].analysis.interval: found PT20M; allowed: at most duration, PT10M
            pass: 95 | judge: threshold | 66:11: spec.stages[4].analysis.metrics: found error-rate without limits; allowed: limits in every metric of judge threshold
            group: errors\\n | margin: 1\\n            group: errors\\n | 66:11: spec.stages[4].analysis.metrics: found margin of error-rate with judge mann-whitney; allowed: margin only with judge sequential
            group: errors\\n | limits: {failureBudget: 1}\\n            group: errors\\n | 66:11: spec.stages[4].analysis.metrics: found limits of error-rate with judge mann-whitney; allowed: limits only with judge threshold ;; 68:21: spec.stages[4].analysis.metrics[0].limits: found neither success nor failure; allowed: at least one of them
            effectSize:\\n              allowedIncrease: 1.1 | effectSize: {measure: cles}\\n        judge: sequential | 66:11: spec.stages[4].analysis.metrics: found effectSize by cles of error-rate with judge sequential; allowed: effectSize by cles only with judge mann-whitney
            preset: istio-error-rate\\n            group: errors\\n            effectSize:\\n              allowedIncrease: 1.1 | preset: istio-success-rate\\n            group: errors\\n            effectSize: {allowedDecrease: 0.9}\\n        judge: sequential | 66:11: spec.stages[4].analysis.metrics: found effectSize on a success rate of error-rate with judge sequential; allowed: effectSize on a success rate only with judge mann-whitney
            group: errors\\n | source: datadog\\n            group: errors\\n | 68:21: spec.stages[4].analysis.metrics[0].source: found a source beside a preset; allowed: source only beside query
            group: errors\\n | unit: ms\\n            group: errors\\n | 68:19: spec.stages[4].analysis.metrics[0].unit: found a unit beside a preset; allowed: unit only beside query: a preset has its own
            errors: 100 | errors: 60 | 64:11: spec.stages[4].analysis.groupWeights: found a sum of 60.0; allowed: 100 when every group has a weight, else at most 100
            errors: 100 | latency: 10 | 64:11: spec.stages[4].analysis.groupWeights: found 'latency', which is no counted metric's group; allowed: errors
            errors: 100\\n        metrics:\\n | errors: 50\\n          latency: 50\\n        metrics:\\n          - {name: p95, preset: istio-latency-p95, group: latency, dryRun: true}\\n | 64:11: spec.stages[4].analysis.groupWeights: found 'latency', which is no counted metric's group; allowed: errors
            preset: istio-error-rate | preset: istio-errors | 67:21: spec.stages[4].analysis.metrics[0].preset: found 'istio-errors'; allowed: istio-error-rate, istio-success-rate, istio-grpc-error-rate, istio-grpc-success-rate, istio-latency-p50, istio-latency-p95, istio-latency-p99, istio-request-rate
            preset: istio-error-rate | query: up{a="${pod}"} | 67:20: spec.stages[4].analysis.metrics[0].query: found unknown placeholder '${pod}'; allowed: ${cluster}, ${namespace}, ${window}, ${windowSeconds}, ${workload}
            preset: istio-error-rate | direction: increase | 66:13: spec.stages[4].analysis.metrics[0]: found neither preset nor query; allowed: exactly one of preset, query
            allowedIncrease: 1.1 | allowedIncrease: 0.9 | 70:32: spec.stages[4].analysis.metrics[0].effectSize.allowedIncrease: found '0.9'; allowed: a number from 1 to 1000000
            steps:\\n        - weight: 10\\n          analysis:\\n            duration: 10m\\n        - judgement:\\n            title: Further?\\n        - weight: 33 | background: {judge: sequential, duration: 1h}\\n      steps:\\n        - pause: 1m\\n        - weight: 10 | 71:19: spec.stages[4].background: found a background with no step to run beside; allowed: a pause, a judgement, an analysis or a weight after the first weight
            steps:\\n        - weight: 10\\n          analysis:\\n            duration: 10m\\n        - judgement:\\n            title: Further?\\n        - weight: 33 | background: {judge: sequential, duration: 1h}\\n      steps:\\n        - weight: 10\\n        - mirror: 20\\n        - detour: {name: testers, headers: [{name: x-tester, exact: a}]} | 71:19: spec.stages[4].background: found a background with no step to run beside; allowed: a pause, a judgement, an analysis or a weight after the first weight
            weight: 33 | {mirror: 20, analysis: {duration: 10m}} | 77:34: spec.stages[4].steps[2].analysis: found an analysis beside a mirror; allowed: analysis only beside weight
            weight: 33 | detour: {name: testers} | 77:19: spec.stages[4].steps[2].detour: found 0 headers and cookies; allowed: 1 to 10, in headers and cookies together
            weight: 33 | detour: {name: testers, headers: [{name: x-tester}]} | 77:45: spec.stages[4].steps[2].detour.headers[0]: found no value; allowed: one of exact, prefix, regex
            weight: 33 | detour: {name: testers, headers: [{name: X-Tester, exact: a}]} | 77:52: spec.stages[4].steps[2].detour.headers[0].name: found 'X-Tester'; allowed: a header in lower-case letters, digits and '-', at most 100
            replicas: 3 | replicas: 3\\n      wayBack: now | 53:16: spec.stages[4].wayBack: found 'now'; allowed: bounded, atOnce
            # routes
            virtualService: shop | rule: a | 54:9: spec.stages[4].route: found no router; allowed: one of virtualService, virtualServices, httpRoute, grpcRoute, service
            virtualService: shop | httpRoute: shop | 56:26: spec.stages[4].route.destinationRule: found destinationRule beside httpRoute; allowed: host, rule beside httpRoute
            destinationRule: shop | service: shop | 54:9: spec.stages[4].route: found virtualService and service together; allowed: one of virtualService, virtualServices, httpRoute, grpcRoute, service
            destinationRule: shop | http: a\\n        tcp: {port: 80} | 57:14: spec.stages[4].route.tcp: found http and tcp together; allowed: one of http, tls, tcp
            destinationRule: shop | tls: {port: 0} | 56:21: spec.stages[4].route.tls.port: found 0; allowed: an integer from 1 to 65535
            virtualService: shop | virtualService: Shop | 54:25: spec.stages[4].route.virtualService: found 'Shop'; allowed: a Kubernetes name: lower-case letters, digits, '-' and '.'
            """)
    void shouldTellWhatIsWrongAndWhere(String piece, String replacement, String expected) {
        // Given
        String text = Texts.with(lines(piece), lines(replacement == null ? "" : replacement));

        // When
        var problems = Texts.problems(text);

        // Then
        assertThat(problems)
                .extracting(problem -> problem.text().substring("pipeline.yaml:".length()))
                .containsExactly(expected.split(" ;; "));
    }

    private static String lines(String text) {
        return text.replace("\\n", "\n");
    }

    @Test
    void shouldFindNothingWrongInTheGoodPipeline() {
        assertThat(Texts.problems(Texts.PIPELINE)).isEmpty();
    }

    @Test
    void shouldTellAllProblemsOfAllDocumentsAtOnce() {
        // Given
        String text = Texts.PIPELINE
                        .replace("limit: 2", "limit: 0")
                        .replace("kind: job", "kind: jop")
                        .replace("weight: 33", "weight: 5")
                        .replace("title: Go on?", "title: ${{ nothing }}")
                + """
                ---
                apiVersion: gennaker/v1
                kind: Cluster
                metadata: {name: replica, zone: a}
                spec: {context: 7}
                ---
                just text
                """;

        // When
        var problems = Texts.problems(text);

        // Then
        assertThat(problems)
                .extracting(Problem::path)
                .containsExactly(
                        "spec.concurrency.limit",
                        "spec.stages[1].kind",
                        "spec.stages[3].title",
                        "spec.stages[4].steps[2].weight",
                        "metadata",
                        "spec.context",
                        "");
        assertThat(problems).extracting(Problem::line).isSorted();
    }

    @Test
    void shouldRefuseTheSameDefinitionTwice() {
        // Given
        String cluster = "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: replica}\n";

        // When
        var problems = Texts.problems(cluster + "---\n" + cluster);

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("Cluster 'replica' a second time"));
    }

    @Test
    void shouldRefuseAFileWithoutADefinition() {
        assertThat(Texts.problems("# nothing\n"))
                .extracting(Problem::text)
                .containsExactly("pipeline.yaml:1:1: found no document; allowed: at least one definition");
    }

    @Test
    void shouldRefuseADocumentBeyondTheBound() {
        // Given
        String text = Texts.PIPELINE + "#".repeat(Definitions.LONGEST);

        // When
        var problems = Texts.problems(text);

        // Then
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.allowed()).isEqualTo("at most 200000"));
    }
}
