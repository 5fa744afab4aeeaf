package io.gennaker.deployer.task;

import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.DeploymentTask.RunJob;
import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.plan.JobRun;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The steps of [RunJob].
final class JobWork implements AutoCloseable {
    /// Pods whose logs are kept: the last ones, when a Job was tried more often.
    private static final int MOST_PODS = 5;
    /// A container that had not ended has no exit code.
    private static final int NOT_ENDED = -1;

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
            case Happening.Done _ -> StepOutcome.done(Map.of("exitCode", "0"), "Job " + job.name() + " is complete");
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

    private String lastLine() {
        List<DeploymentEvent.JobLogged> logs = logs();
        if (logs.isEmpty()) {
            return "";
        }
        var last = logs.getLast();
        List<String> lines = last.log().lines().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty()
                ? "; exit code " + last.exitCode() + ", nothing logged"
                : "; exit code " + last.exitCode() + ", last log line: "
                        + lines.getLast().strip();
    }

    StepOutcome keepLogs() {
        return new StepOutcome(Happening.done(), List.copyOf(logs()), () -> {});
    }

    private List<DeploymentEvent.JobLogged> logs() {
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
        var logs = new ArrayList<DeploymentEvent.JobLogged>();
        for (Resource pod : pods.subList(Math.max(0, pods.size() - MOST_PODS), pods.size())) {
            pod.at("status", "containerStatuses")
                    .items()
                    .forEach(status -> log(pod, status).ifPresent(logs::add));
        }
        return logs;
    }

    private Optional<DeploymentEvent.JobLogged> log(Resource pod, Value status) {
        boolean neverRan = status.at("state", "waiting").isPresent()
                && !status.at("lastState", "terminated").isPresent();
        if (neverRan) {
            return Optional.empty();
        }
        String container = status.at("name").textOr("");
        Value end = status.at("state", "terminated").isPresent()
                ? status.at("state", "terminated")
                : status.at("lastState", "terminated");
        String log = context.cluster()
                .log(context.namespace(), pod.name(), container, DeploymentEvent.JobLogged.LONGEST_LOG);
        return Optional.of(new DeploymentEvent.JobLogged(
                context.execution(),
                context.operation(),
                pod.name(),
                container,
                end.at("exitCode").numberOr(NOT_ENDED),
                log,
                context.now()));
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
