package io.gennaker.pipeline.reading;

import java.util.List;
import java.util.stream.Stream;

/// The objects of the language with their keys. The JSON Schema for editors describes the same ones (a test compares).
@SuppressWarnings("ImmutableEnumChecker") // the lists are copies
enum Shape {
    CLUSTER(List.of("apiVersion", "kind", "metadata"), List.of("spec")),
    CLUSTER_METADATA(List.of("name"), List.of()),
    CLUSTER_SPEC(List.of(), List.of("context", "namespaces", "requestsPerSecond", "labels")),
    FREEZE(List.of("apiVersion", "kind", "metadata", "spec"), List.of()),
    FREEZE_METADATA(List.of("name"), List.of()),
    FREEZE_SPEC(List.of("applications", "reason"), List.of("times", "arriving")),
    FREEZE_TIME(List.of(), List.of("from", "to", "days", "hours", "zone")),
    NOTIFICATION_RULE(List.of("apiVersion", "kind", "metadata", "spec"), List.of()),
    RULE_METADATA(List.of("name"), List.of("application")),
    RULE_SPEC(List.of("on", "to"), List.of("pipelines", "title", "message")),
    NOTICE_TARGET(List.of("channel"), List.of("to", "url")),
    PIPELINE(List.of("apiVersion", "kind", "metadata", "spec"), List.of()),
    PIPELINE_METADATA(List.of("name"), List.of("application", "description")),
    PIPELINE_SPEC(
            List.of("stages"),
            List.of("parameters", "artifacts", "triggers", "concurrency", "timeout", "variables", "onRemoval")),
    TEMPLATED_SPEC(List.of("template"), List.of()),
    TEMPLATE_REFERENCE(List.of("name"), List.of("channel", "digest", "variables", "insert", "files")),
    TEMPLATE(List.of("apiVersion", "kind", "metadata", "spec"), List.of()),
    TEMPLATE_METADATA(List.of("name"), List.of("description")),
    TEMPLATE_SPEC(List.of("pipeline"), List.of("variables")),
    TEMPLATE_VARIABLE(
            List.of("name", "type"),
            List.of("description", "required", "default", "example", "values", "pattern", "expressions")),
    STAGE_GROUP(List.of("id", "stages"), List.of("needs", "if", "repeat")),
    INSERTION(List.of("insert"), List.of("needs", "description")),
    REPEAT(List.of("in"), List.of("key", "inSequence")),
    PARAMETER(List.of("name", "type"), List.of("default", "description", "required", "values")),
    ARTIFACT(List.of("name"), List.of("image", "git", "http", "default", "prior", "bind")),
    GIT_FILE(List.of("repository", "path"), List.of("ref")),
    HTTP_FILE(List.of("url"), List.of("sha256", "secretHeaders")),
    ARTIFACT_USE(List.of("artifact"), List.of()),
    REGISTRY_TRIGGER(Terms.REQUIRED, List.of("image"), Terms.OPTIONAL, List.of("tag", "newest")),
    GIT_TRIGGER(Terms.REQUIRED, List.of("repository"), Terms.OPTIONAL, List.of("events", "branch", "tag", "paths")),
    FACT_TRIGGER(Terms.REQUIRED, List.of("source"), Terms.OPTIONAL, List.of()),
    CRON_TRIGGER(Terms.REQUIRED, List.of("schedule"), Terms.OPTIONAL, List.of("zone", "misfire", "jitter")),
    PIPELINE_TRIGGER(Terms.REQUIRED, List.of("pipeline"), Terms.OPTIONAL, List.of("statuses")),
    BINDING(List.of("kind", "path"), List.of()),
    CONCURRENCY(List.of(), List.of("limit", "whenFull", "startWithin")),
    DEPLOY(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "manifests"),
            Frame.OPTIONAL,
            List.of("undoOnFailure", "force")),
    JOB(Frame.REQUIRED, List.of("cluster", "namespace", "manifest"), Frame.OPTIONAL, List.of()),
    SCALE(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "object", "replicas"),
            Frame.OPTIONAL,
            List.of("undoOnFailure")),
    PATCH(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "object", "patch"),
            Frame.OPTIONAL,
            List.of("style", "undoOnFailure")),
    DELETE(Frame.REQUIRED, List.of("cluster", "namespace", "object"), Frame.OPTIONAL, List.of()),
    UNDO(Frame.REQUIRED, List.of("cluster", "namespace", "object"), Frame.OPTIONAL, List.of("revision")),
    RESTART(Frame.REQUIRED, List.of("cluster", "namespace", "object"), Frame.OPTIONAL, List.of()),
    FIND(Frame.REQUIRED, List.of("cluster", "namespace", "object"), Frame.OPTIONAL, List.of()),
    OBJECT(List.of("kind"), List.of("apiVersion", "name", "labels")),
    STANDALONE(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "workload", "analysis"),
            Frame.OPTIONAL,
            List.of("baseline")),
    ROLLBACK(Frame.REQUIRED, List.of("of"), Frame.OPTIONAL, List.of()),
    WAIT(Frame.REQUIRED, List.of("duration"), Frame.OPTIONAL, List.of()),
    WAIT_UNTIL(Frame.REQUIRED, List.of(), Frame.OPTIONAL, List.of("instant", "time", "zone")),
    EVALUATE(Frame.REQUIRED, List.of("values"), Frame.OPTIONAL, List.of()),
    CHECK(Frame.REQUIRED, List.of("conditions"), Frame.OPTIONAL, List.of()),
    CLAIM(List.of("that", "message"), List.of()),
    WEBHOOK(
            Frame.REQUIRED,
            List.of("url"),
            Frame.OPTIONAL,
            List.of(
                    "method",
                    "headers",
                    "secretHeaders",
                    "body",
                    "attempts",
                    "expect",
                    "poll",
                    "callback",
                    "cancel",
                    "outputs")),
    POLL(List.of("success"), List.of("url", "urlFrom", "interval", "failure", "progress")),
    PATH_CHECK(List.of("path", "values"), List.of()),
    CALL(List.of("url"), List.of("method", "headers", "secretHeaders", "body")),
    NOTIFY(Frame.REQUIRED, List.of("title", "message"), Frame.OPTIONAL, List.of("channel", "url", "to")),
    NESTED(Frame.REQUIRED, List.of("pipeline"), Frame.OPTIONAL, List.of("parameters", "artifacts", "wait")),
    JUDGEMENT(Frame.REQUIRED, Asking.REQUIRED, Frame.OPTIONAL, Asking.OPTIONAL),
    CANARY(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "manifests", "workload", "replicas", "route", "steps"),
            Frame.OPTIONAL,
            List.of("confirm", "wayBack", "analysis", "background")),
    BLUE_GREEN(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "manifests", "workload", "replicas", "route"),
            Frame.OPTIONAL,
            List.of("confirm", "wayBack", "preview", "steps", "keep")),
    ROLLING_OUT(
            Frame.REQUIRED,
            List.of("cluster", "namespace", "manifests", "workload", "replicas", "route", "steps"),
            Frame.OPTIONAL,
            List.of("confirm", "wayBack")),
    ROUTE(
            List.of(),
            List.of(
                    "virtualService",
                    "virtualServices",
                    "http",
                    "tls",
                    "tcp",
                    "destinationRule",
                    "httpRoute",
                    "grpcRoute",
                    "rule",
                    "host",
                    "service")),
    MESH_ROUTE(List.of("virtualService"), List.of("http", "tls", "tcp")),
    TLS(List.of(), List.of("port", "sniHosts")),
    TCP(List.of(), List.of("port")),
    CONFIRM(List.of(), List.of("tolerance", "confidence", "minimumRequests", "timeout", "onLittleTraffic")),
    ANALYSIS(List.of(), Analysis.KEYS),
    NEIGHBOURS(List.of(), List.of("callers", "callees", "allowedIncrease")),
    HISTORY(List.of(), List.of("releases", "worseBy")),
    CANARY_SCOPE(List.of(), List.of("scope", "location", "params")),
    CANARY_STEP(List.of(), List.of("weight", "analysis", "judgement", "pause", "detour", "mirror")),
    ROLLING_STEP(List.of(), List.of("weight", "judgement", "pause")),
    BLUE_GREEN_STEP(List.of(), List.of("judgement", "pause")),
    DETOUR(List.of("name"), List.of("headers", "cookies")),
    HEADER(List.of("name"), List.of("exact", "prefix", "regex")),
    COOKIE(List.of("name", "value"), List.of()),
    METRIC(
            List.of("name"),
            List.of(
                    "preset",
                    "query",
                    "group",
                    "direction",
                    "critical",
                    "mustHaveData",
                    "nanStrategy",
                    "outlierFactor",
                    "effectSize",
                    "margin",
                    "limits",
                    "dryRun",
                    "source",
                    "unit")),
    LIMITS(
            List.of(),
            List.of(
                    "success",
                    "failure",
                    "failureBudget",
                    "consecutiveFailures",
                    "inconclusiveBudget",
                    "consecutiveMissing",
                    "consecutiveSuccesses")),
    RANGE(List.of(), List.of("above", "below")),
    EFFECT_SIZE(
            List.of(),
            List.of("measure", "allowedIncrease", "allowedDecrease", "criticalIncrease", "criticalDecrease")),
    QUESTION(Asking.REQUIRED, Asking.OPTIONAL),
    LINK(List.of("title", "url"), List.of()),
    CHOICE(List.of("name"), List.of("title", "decision")),
    INPUT(List.of("name"), List.of("title", "type", "required", "default", "pattern", "values")),
    REMINDER(List.of("after"), List.of("channel", "url", "message", "users", "roles")),
    FOR_EACH(List.of("as", "in"), List.of("maxParallel", "onItemFailure")),
    WINDOW(List.of("zone"), List.of("days", "hours")),
    RETRY(List.of("attempts"), List.of("backoff"));

    /// Keys of every stage.
    private static final class Frame {
        static final List<String> REQUIRED = List.of("id", "kind");
        static final List<String> OPTIONAL =
                List.of("needs", "when", "delay", "window", "retry", "timeout", "onFailure", "forEach", "variables");
    }

    /// Keys of every trigger.
    private static final class Terms {
        static final List<String> REQUIRED = List.of("name", "type");
        static final List<String> OPTIONAL =
                List.of("enabled", "when", "payload", "attributes", "parameters", "artifacts", "quiet");
    }

    /// Keys of a question to people.
    private static final class Asking {
        static final List<String> REQUIRED = List.of("title");
        static final List<String> OPTIONAL = List.of(
                "instructions",
                "users",
                "roles",
                "quorum",
                "requesterMayDecide",
                "expiresAfter",
                "onExpiry",
                "links",
                "choices",
                "inputs",
                "barred",
                "reminders");
    }

    private static final class Analysis {
        static final List<String> KEYS = List.of(
                "judge",
                "warmUp",
                "duration",
                "step",
                "interval",
                "lookback",
                "minimumSamples",
                "pass",
                "marginal",
                "onInconclusive",
                "question",
                "alpha",
                "atHorizon",
                "history",
                "neighbours",
                "groupWeights",
                "metrics",
                "canaryConfig",
                "source",
                "scopes");
    }

    private final List<String> required;
    private final List<String> keys;

    Shape(List<String> required, List<String> optional) {
        this.required = List.copyOf(required);
        this.keys = Stream.concat(required.stream(), optional.stream()).toList();
    }

    Shape(List<String> required, List<String> moreRequired, List<String> optional, List<String> moreOptional) {
        this(
                Stream.concat(required.stream(), moreRequired.stream()).toList(),
                Stream.concat(optional.stream(), moreOptional.stream()).toList());
    }

    /// Keys that must be there.
    List<String> required() {
        return required;
    }

    /// All keys, the required ones first.
    List<String> keys() {
        return keys;
    }
}
