package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// When an object is ready, kind by kind.
///
/// The rules follow what `kubectl rollout status` and Argo CD's health checks look at; where those accept too early
/// (a Job's condition whose status is False, a Pod that runs but is not ready), these do not.
public final class ReadinessRules {
    /// Kinds that are never ready by existing alone.
    private static final Set<String> AWAITED = Set.of(
            "Deployment",
            "ReplicaSet",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "Pod",
            "Service",
            "PersistentVolumeClaim",
            "HorizontalPodAutoscaler",
            "Ingress",
            "CustomResourceDefinition");
    private static final Set<String> BUILT_IN_GROUPS =
            Set.of("", "apps", "batch", "autoscaling", "policy", "extensions", "rbac.authorization.k8s.io");

    private ReadinessRules() {}

    public static Readiness of(Resource resource, Surroundings surroundings) {
        if (resource.isTerminating()) {
            return new Readiness.Waiting("it is being removed");
        }
        return switch (resource.kind()) {
            case "Deployment" -> WorkloadRules.deployment(resource, surroundings);
            case "ReplicaSet" -> WorkloadRules.replicaSet(resource, surroundings);
            case "StatefulSet" -> WorkloadRules.statefulSet(resource, surroundings);
            case "DaemonSet" -> WorkloadRules.daemonSet(resource, surroundings);
            case "Job" -> JobRules.job(resource, surroundings);
            case "Pod" -> PodRules.pod(resource, surroundings);
            case "Service" -> service(resource);
            case "PersistentVolumeClaim" -> volumeClaim(resource);
            case "HorizontalPodAutoscaler" -> autoscaler(resource);
            case "Ingress" -> ingress(resource);
            case "CustomResourceDefinition" -> definition(resource);
            case "VirtualService", "DestinationRule", "HTTPRoute", "GRPCRoute" ->
                RouteRules.of(resource, surroundings).orElseGet(() -> custom(resource));
            default -> isCustom(resource) ? custom(resource) : Readiness.ready();
        };
    }

    /// Whether its kind can be anything but ready once it exists.
    public static boolean mayWait(Resource resource) {
        return AWAITED.contains(resource.kind()) || isCustom(resource);
    }

    private static boolean isCustom(Resource resource) {
        String group = resource.key().group();
        return !BUILT_IN_GROUPS.contains(group) && !group.endsWith(".k8s.io")
                || group.equals("gateway.networking.k8s.io");
    }

    private static Readiness service(Resource service) {
        boolean waits = service.at("spec", "type").is("LoadBalancer")
                && service.at("status", "loadBalancer", "ingress").items().isEmpty();
        return waits ? new Readiness.Waiting("its load balancer has no address yet") : Readiness.ready();
    }

    private static Readiness ingress(Resource ingress) {
        return ingress.at("status", "loadBalancer", "ingress").items().isEmpty()
                ? new Readiness.Waiting("it has no address yet")
                : Readiness.ready();
    }

    private static Readiness volumeClaim(Resource claim) {
        String phase = claim.at("status", "phase").textOr("Pending");
        return switch (phase) {
            case "Bound" -> Readiness.ready();
            case "Lost" -> new Readiness.Failed(FailureCode.NOT_READY, "its volume is lost");
            default -> new Readiness.Waiting("it is " + phase + ", not bound to a volume");
        };
    }

    private static Readiness autoscaler(Resource autoscaler) {
        Optional<Value> broken = Stream.of("AbleToScale", "ScalingActive")
                .flatMap(type -> PodTrouble.condition(autoscaler, type).stream())
                .filter(condition -> condition.at("status").is("False"))
                // Scaled to zero by hand: it is off because somebody wants it so.
                .filter(condition -> !condition.at("reason").is("ScalingDisabled"))
                .findFirst();
        if (broken.isPresent()) {
            return new Readiness.Waiting(said(broken.get()));
        }
        boolean works = Stream.of("AbleToScale", "ScalingLimited")
                .flatMap(type -> PodTrouble.condition(autoscaler, type).stream())
                .anyMatch(condition -> condition.at("status").is("True"));
        return works ? Readiness.ready() : new Readiness.Waiting("not yet seen by its controller");
    }

    private static Readiness definition(Resource definition) {
        Optional<Value> names = PodTrouble.condition(definition, "NamesAccepted")
                .filter(condition -> condition.at("status").is("False"));
        if (names.isPresent()) {
            return new Readiness.Failed(FailureCode.REFUSED, said(names.get()));
        }
        return PodTrouble.condition(definition, "Established")
                        .filter(condition -> condition.at("status").is("True"))
                        .isPresent()
                ? Readiness.ready()
                : new Readiness.Waiting("it is not established yet");
    }

    /// A custom resource that reports a condition Ready or Available is ready when that is True and of the newest
    /// generation; others are at once.
    private static Readiness custom(Resource resource) {
        int observed = resource.at("status", "observedGeneration").numberOr(Integer.MAX_VALUE);
        if (observed < resource.generation()) {
            return new Readiness.Waiting("not yet seen by its controller");
        }
        Optional<Value> condition =
                PodTrouble.condition(resource, "Ready").or(() -> PodTrouble.condition(resource, "Available"));
        if (condition
                .filter(found -> found.at("observedGeneration").numberOr(Integer.MAX_VALUE) < resource.generation())
                .isPresent()) {
            return new Readiness.Waiting("its condition is still of an earlier generation");
        }
        return condition
                .filter(found -> !found.at("status").is("True"))
                .<Readiness>map(found -> new Readiness.Waiting(said(found)))
                .orElseGet(Readiness::ready);
    }

    private static String said(Value condition) {
        String type = condition.at("type").textOr("");
        String reason = condition.at("reason").textOr("no reason given");
        String message = PodTrouble.shortened(condition.at("message").textOr(""));
        return type + " is " + condition.at("status").textOr("Unknown") + ": " + reason
                + (message.isEmpty() ? "" : ", " + message);
    }
}
