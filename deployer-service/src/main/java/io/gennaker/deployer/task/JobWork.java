package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask.RunJob;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.TestRecord;
import io.gennaker.deployer.plan.JobOutputs;
import io.gennaker.deployer.plan.JobRun;
import io.gennaker.deployer.plan.JunitReport;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of [RunJob].
final class JobWork implements AutoCloseable {
    /// Pods whose logs are kept: the last ones, when a Job was tried more often.
    private static final int MOST_PODS = 5;
    /// A container that had not ended has no exit code.
    private static final int NOT_ENDED = -1;
    /// Of all tests in one message.
    private static final int MOST_CHARACTERS = 200_000;
    /// In bytes, from the end: a report of many tests is longer than what is kept.
    private static final int LONGEST_LOG = 1024 * 1024;

    private final TaskContext context;
    private final Resource job;
    private final ReadyWork ready;

    JobWork(TaskContext context, RunJob task, Instant since) {
        this.context = context;
        this.job = JobRun.of(context.manifests(task.manifests().text()), context.execution(), context.operation());
        this.ready = new ReadyWork(context, List.of(job.key()), since);
    }

    StepOutcome create() {
        context.fence().run();
        Resource found = context.cluster().createOrFind(job);
        return JobRun.isOf(found, context.operation())
                ? StepOutcome.done(Map.of("job", job.name()), "started Job " + job.name())
                : StepOutcome.of(new Happening.Impossible(
                        FailureCode.CONFLICT,
                        "there is a Job " + job.name() + " already that is not of this operation"));
    }

    StepOutcome await() {
        StepOutcome outcome = ready.attempt();
        return switch (outcome.happening()) {
            case Happening.Done _ -> StepOutcome.done(outputs(), "Job " + job.name() + " is complete");
            case Happening.Impossible(var code, var reason) ->
                StepOutcome.of(new Happening.Impossible(
                        code == FailureCode.NOT_READY ? FailureCode.JOB_FAILED : code, reason + lastLine()));
            case Happening.AlreadyDone _,
                    Happening.Needless _,
                    Happening.Still _,
                    Happening.Unavailable _,
                    Happening.CancelAsked _,
                    Happening.DeadlinePassed _ -> outcome;
        };
    }

    /// What the Job hands on never hides what is known of it.
    private Map<String, String> outputs() {
        var reader = context.ports().reader();
        var outputs = new LinkedHashMap<String, String>();
        ended().stream()
                .map(end -> new JobOutputs(reader::json, reader::text).of(end.message(), end.log()))
                .forEach(outputs::putAll);
        outputs.put("exitCode", "0");
        outputs.put("job", job.name());
        return outputs;
    }

    private String lastLine() {
        List<Ended> ended = ended();
        if (ended.isEmpty()) {
            return "";
        }
        Ended last = ended.getLast();
        List<String> lines = last.log().lines().filter(line -> !line.isBlank()).toList();
        String said = last.isReadable() ? "nothing logged" : "its log cannot be read";
        return "; exit code " + last.exitCode() + ", "
                + (lines.isEmpty() ? said : "last log line: " + lines.getLast().strip());
    }

    StepOutcome keepLogs() {
        var reports = new ArrayList<DeploymentEvent>();
        for (Ended end : ended().stream().filter(Ended::isReadable).toList()) {
            reports.add(logged(end));
            JunitReport.in(end.log()).map(report -> reported(end, report)).ifPresent(reports::add);
        }
        return new StepOutcome(Happening.done(), List.copyOf(reports), () -> {});
    }

    private DeploymentEvent logged(Ended end) {
        String log = end.log();
        int from = Math.max(0, log.length() - DeploymentEvent.JobLogged.LONGEST_LOG);
        return new DeploymentEvent.JobLogged(
                context.execution(),
                context.operation(),
                end.pod(),
                end.container(),
                end.exitCode(),
                log.substring(from),
                context.now());
    }

    private DeploymentEvent reported(Ended end, JunitReport report) {
        return new DeploymentEvent.TestsReported(
                context.execution(),
                context.operation(),
                end.pod(),
                end.container(),
                report.count(TestRecord.Outcome.PASSED),
                report.count(TestRecord.Outcome.FAILED, TestRecord.Outcome.ERRORED),
                report.count(TestRecord.Outcome.SKIPPED),
                report.first(DeploymentEvent.TestsReported.MOST_TESTS, MOST_CHARACTERS),
                context.now());
    }

    /// A container that ran, with what it said.
    ///
    /// @param message its termination message
    /// @param log empty when it cannot be read
    private record Ended(String pod, String container, int exitCode, String message, String log, boolean isReadable) {}

    private List<Ended> ended() {
        Optional<Resource> found = mine();
        if (found.isEmpty()) {
            return List.of();
        }
        LabelSelector selector = LabelSelector.of(found.get().at("spec", "selector"));
        if (selector.isEmpty()) {
            selector = LabelSelector.equal(Map.of("job-name", job.name()));
        }
        List<Resource> pods =
                context.cluster().list(TaskContext.CORE, TaskContext.PODS, context.namespace(), selector).stream()
                        .sorted(Comparator.comparing(
                                pod -> pod.at("metadata", "creationTimestamp").textOr("")))
                        .toList();
        var ended = new ArrayList<Ended>();
        for (Resource pod : pods.subList(Math.max(0, pods.size() - MOST_PODS), pods.size())) {
            pod.at("status", "containerStatuses")
                    .items()
                    .forEach(status -> end(pod, status).ifPresent(ended::add));
        }
        return ended;
    }

    private Optional<Ended> end(Resource pod, Value status) {
        boolean neverRan = status.at("state", "waiting").isPresent()
                && !status.at("lastState", "terminated").isPresent();
        if (neverRan) {
            return Optional.empty();
        }
        String container = status.at("name").textOr("");
        Value end = status.at("state", "terminated").isPresent()
                ? status.at("state", "terminated")
                : status.at("lastState", "terminated");
        Optional<String> log = log(pod, container);
        return Optional.of(new Ended(
                pod.name(),
                container,
                end.at("exitCode").numberOr(NOT_ENDED),
                end.at("message").textOr(""),
                log.orElse(""),
                log.isPresent()));
    }

    /// How a Job ended is told without a log rather than not at all: a node that died took its logs along. Only what
    /// a pod that succeeded may hand on is worth another try.
    private Optional<String> log(Resource pod, String container) {
        try {
            return Optional.of(context.cluster().log(context.namespace(), pod.name(), container, LONGEST_LOG));
        } catch (ClusterProblem unreadable) {
            if (!(unreadable instanceof ClusterProblem.Refused)
                    && pod.at("status", "phase").is("Succeeded")) {
                throw unreadable;
            }
            return Optional.empty();
        }
    }

    private Optional<Resource> mine() {
        ResourceKey key = job.key();
        return context.cluster().read(key).filter(found -> JobRun.isOf(found, context.operation()));
    }

    StepOutcome delete() {
        mine().map(Resource::key).ifPresent(context.cluster()::delete);
        return StepOutcome.of(Happening.done());
    }

    @Override
    public void close() {
        ready.close();
    }
}
