package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.admission.Places;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.pipeline.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All stores of the intake in memory, without transactions.
final class InMemoryStore implements ExecutionStore, PlanStore, DefinitionStore, Withdrawals, WaitingStarts, FileTexts {
    final SequencedMap<ExecutionId, StoredExecution> executions = new LinkedHashMap<>();
    final List<Fact> facts = new ArrayList<>();
    private final Map<ExecutionId, Instant> moved = new HashMap<>();
    private final Map<ExecutionId, Instant> looks = new HashMap<>();
    private final Map<ExecutionId, Origin> origins = new HashMap<>();
    private final Map<String, Concurrency> limits = new HashMap<>();
    private final Map<String, Withdrawn> withdrawn = new HashMap<>();
    private final Set<ExecutionId> takenBack = new HashSet<>();
    private final Map<Digest, Plan> plans = new HashMap<>();
    private final SequencedMap<ExecutionId, WaitingStart> waiting = new LinkedHashMap<>();
    private final Map<Digest, String> texts = new HashMap<>();
    private final Map<String, DefinitionVersion> definitions = new TreeMap<>();
    private final Map<String, DefinitionVersion> versions = new TreeMap<>();
    private final Map<String, Channel> channels = new TreeMap<>();

    /// Rows of definitions and channels in the order in which they were locked, each once.
    final SequencedSet<String> held = new LinkedHashSet<>();

    /// What another transaction does, once, while this one waits for places.
    Runnable meanwhile = () -> {};

    /// Undoes what happens from now on, as a transaction that is rolled back.
    Runnable undo() {
        var executionsThen = new LinkedHashMap<>(executions);
        var factsThen = List.copyOf(facts);
        var originsThen = Map.copyOf(origins);
        var movedThen = Map.copyOf(moved);
        var looksThen = Map.copyOf(looks);
        var withdrawnThen = Map.copyOf(withdrawn);
        var takenBackThen = Set.copyOf(takenBack);
        var plansThen = Map.copyOf(plans);
        var waitingThen = new LinkedHashMap<>(waiting);
        var textsThen = Map.copyOf(texts);
        return () -> {
            executions.clear();
            executions.putAll(executionsThen);
            facts.clear();
            facts.addAll(factsThen);
            origins.clear();
            origins.putAll(originsThen);
            moved.clear();
            moved.putAll(movedThen);
            looks.clear();
            looks.putAll(looksThen);
            withdrawn.clear();
            withdrawn.putAll(withdrawnThen);
            takenBack.clear();
            takenBack.addAll(takenBackThen);
            plans.clear();
            plans.putAll(plansThen);
            waiting.clear();
            waiting.putAll(waitingThen);
            texts.clear();
            texts.putAll(textsThen);
        };
    }

    /// One that is there.
    StoredExecution get(String id) {
        return lock(new ExecutionId(id)).orElseThrow();
    }

    @Override
    public boolean exists(ExecutionId id) {
        return executions.containsKey(id);
    }

    @Override
    public void add(StoredExecution execution, Origin origin) {
        origins.put(execution.id(), origin);
        if (executions.putIfAbsent(execution.id(), execution) != null) {
            throw new IllegalStateException(execution.id() + " exists");
        }
    }

    @Override
    public Optional<StoredExecution> lock(ExecutionId id) {
        return Optional.ofNullable(executions.get(id));
    }

    @Override
    public void expect(Collection<ExecutionId> ids) {}

    @Override
    public void save(StoredExecution execution, Fact fact, @Nullable Instant patience) {
        if (get(execution.id().value()).sequence() != execution.sequence() - 1) {
            throw new IllegalStateException(execution.id() + " moved without its lock");
        }
        executions.put(execution.id(), execution);
        facts.add(fact);
        moved.put(execution.id(), fact.input().at());
        looks.remove(execution.id());
        if (patience != null) {
            looks.put(execution.id(), patience);
        }
    }

    @Override
    public StoredExecution renew(StoredExecution execution, Digest plan) {
        var renewed = execution.with(plan);
        executions.put(renewed.id(), renewed);
        return renewed;
    }

    @Override
    public void queueLast(ExecutionId id) {
        executions.putLast(id, get(id.value()));
    }

    @Override
    public List<Overdue> overdue(Instant at, int most) {
        return looks.entrySet().stream()
                .filter(look -> look.getValue().isBefore(at))
                .sorted(Map.Entry.comparingByValue())
                .limit(most)
                .map(look -> new Overdue(
                        get(look.getKey().value()),
                        Optional.ofNullable(moved.get(look.getKey())).orElseThrow()))
                .toList();
    }

    @Override
    public void reported(ExecutionId id, Instant at) {
        looks.remove(id);
    }

    @Override
    public Origin origin(ExecutionId id) {
        return Optional.ofNullable(origins.get(id)).orElseThrow();
    }

    @Override
    public List<RecordedMove> history(ExecutionId id) {
        return ofExecution(id).map(Recorded::new).map(RecordedMove.class::cast).toList();
    }

    private record Recorded(Fact fact) implements RecordedMove {
        @Override
        public long sequence() {
            return fact.sequence();
        }

        @Override
        public Input input() {
            return fact.input();
        }

        @Override
        public Optional<String> difference(Decision now) {
            return now.equals(fact.decision()) ? Optional.empty() : Optional.of("decided now is " + now);
        }
    }

    @Override
    public Recording recording(StoredExecution execution) {
        var recorded = ofExecution(execution.id()).limit(execution.sequence()).toList();
        var stages = recorded.stream()
                .flatMap(fact -> fact.events().stream())
                .filter(ExecutionEvent.StageChanged.class::isInstance)
                .map(ExecutionEvent.StageChanged.class::cast)
                .map(Recording.StageChange::of)
                .toList();
        return new Recording(Digest.of(recorded.toString()), stages);
    }

    private Stream<Fact> ofExecution(ExecutionId id) {
        return facts.stream().filter(fact -> fact.execution().equals(id));
    }

    @Override
    public void limit(String pipeline, Concurrency concurrency) {
        limits.put(pipeline, concurrency);
    }

    @Override
    public Places lockPlaces(String pipeline) {
        var others = meanwhile;
        meanwhile = () -> {};
        others.run();
        var concurrency =
                Optional.ofNullable(limits.get(pipeline)).orElseThrow(() -> new NoSuchElementException(pipeline));
        return new Places(concurrency, occupancy(pipeline));
    }

    @Override
    public Optional<Duration> startWithin(String pipeline) {
        return Optional.ofNullable(limits.get(pipeline)).map(Concurrency::startWithin);
    }

    @Override
    public void expectPlaces(Collection<String> pipelines) {
        // it has them at hand
    }

    @Override
    public void expectAny(Collection<String> pipelines) {
        // it has them at hand
    }

    @Override
    public void expect(DefinitionKind kind, Collection<String> names) {
        // it has them at hand
    }

    @Override
    public Occupancy occupancy(String pipeline) {
        var open = executions.values().stream()
                .filter(execution -> execution.pipeline().equals(pipeline))
                .filter(execution -> !(execution.state() instanceof ExecutionState.Ended))
                .toList();
        var waiting = open.stream()
                .filter(execution -> execution.state().status() == ExecutionStatus.QUEUED)
                .map(execution -> new Occupancy.Waiting(execution.id(), freezing(execution.state())))
                .toList();
        return new Occupancy(open.size() - waiting.size(), waiting);
    }

    private static Occupancy.Freezing freezing(ExecutionState state) {
        return switch (((ExecutionState.Queued) state).freezing()) {
            case Freezing.Frozen _ -> Occupancy.Freezing.FROZEN;
            case Freezing.Exempt _ -> Occupancy.Freezing.EXEMPT;
            case null -> Occupancy.Freezing.NONE;
        };
    }

    @Override
    public List<String> awaited() {
        return executions.values().stream()
                .filter(execution -> execution.state() instanceof ExecutionState.Queued)
                .map(StoredExecution::pipeline)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void put(Digest digest, Plan plan) {
        plans.put(digest, plan);
    }

    @Override
    public boolean withdraw(String pipeline, Artifact artifact, ExecutionId by, Instant at) {
        String image = artifact.image().pinned();
        return withdrawn.putIfAbsent(pipeline + "/" + image, new Withdrawn.TakenBack(image, by, at)) == null;
    }

    @Override
    public void withdraw(String pipeline, Withdrawn.ByPerson byPerson) {
        withdrawn.put(pipeline + "/" + byPerson.image(), byPerson);
    }

    @Override
    public boolean reinstate(String pipeline, String image) {
        return withdrawn.remove(pipeline + "/" + image) != null;
    }

    @Override
    public List<Artifact> forget(String pipeline, List<Artifact> artifacts) {
        return artifacts.stream()
                .filter(artifact -> {
                    String key = pipeline + "/" + artifact.image().pinned();
                    return withdrawn.get(key) instanceof Withdrawn.TakenBack && withdrawn.remove(key) != null;
                })
                .toList();
    }

    @Override
    public List<Withdrawn> find(String pipeline, List<Artifact> artifacts) {
        return artifacts.stream()
                .flatMap(artifact -> Stream.ofNullable(
                        withdrawn.get(pipeline + "/" + artifact.image().pinned())))
                .toList();
    }

    @Override
    public List<Digest> latestPlans(String pipeline, int most) {
        return executions.reversed().values().stream()
                .filter(execution -> execution.pipeline().equals(pipeline))
                .limit(most)
                .map(StoredExecution::plan)
                .distinct()
                .toList();
    }

    @Override
    public Optional<Digest> lastSucceeded(String pipeline) {
        return executions.values().stream()
                .filter(execution -> execution.pipeline().equals(pipeline))
                .filter(execution -> execution.state().status() == ExecutionStatus.SUCCEEDED)
                .filter(execution -> !isTakenBack(execution.id()))
                .reduce((_, later) -> later)
                .map(StoredExecution::plan);
    }

    @Override
    public void takenBack(ExecutionId id, boolean isTakenBack) {
        if (isTakenBack) {
            takenBack.add(id);
        } else {
            takenBack.remove(id);
        }
    }

    @Override
    public boolean isTakenBack(ExecutionId id) {
        return takenBack.contains(id);
    }

    @Override
    public boolean any(String pipeline) {
        return !of(pipeline).isEmpty();
    }

    @Override
    public List<WaitingStart> of(String pipeline) {
        return waiting.values().stream()
                .filter(start -> start.command().pipeline().equals(pipeline))
                .toList();
    }

    @Override
    public Optional<WaitingStart> find(ExecutionId id) {
        return Optional.ofNullable(waiting.get(id));
    }

    @Override
    public void add(WaitingStart start, Instant at) {
        waiting.put(start.id(), start);
    }

    @Override
    public void save(WaitingStart start) {
        waiting.put(start.id(), start);
    }

    @Override
    public void remove(ExecutionId id) {
        waiting.remove(id);
    }

    @Override
    public void keep(Digest digest, String text) {
        texts.put(digest, text);
    }

    @Override
    public String text(Digest digest) {
        return Optional.ofNullable(texts.get(digest)).orElseThrow();
    }

    @Override
    public Plan get(Digest digest) {
        return Optional.ofNullable(plans.get(digest)).orElseThrow();
    }

    @Override
    public void put(DefinitionVersion version) {
        held.add(version.kind() + " " + version.name());
        definitions.put(version.kind() + "/" + version.name(), version);
        versions.put(version.kind() + "/" + version.name() + "/" + version.digest(), version);
    }

    @Override
    public boolean remove(DefinitionKind kind, String name) {
        held.add(kind + " " + name);
        return definitions.remove(kind + "/" + name) != null;
    }

    @Override
    public Optional<DefinitionVersion> find(DefinitionKind kind, String name) {
        return Optional.ofNullable(definitions.get(kind + "/" + name));
    }

    @Override
    public List<DefinitionVersion> all(DefinitionKind kind) {
        return definitions.values().stream()
                .filter(version -> version.kind() == kind)
                .toList();
    }

    @Override
    public Optional<DefinitionVersion> version(DefinitionKind kind, String name, Digest digest) {
        return Optional.ofNullable(versions.get(kind + "/" + name + "/" + digest));
    }

    @Override
    public List<DefinitionVersion> madeBy(String template) {
        return definitions.values().stream()
                .filter(version -> version.expansion() != null
                        && version.expansion().template().equals(template))
                .toList();
    }

    @Override
    public Optional<Channel> lockChannel(String template, TemplateChannel channel) {
        held.add(channel + " of " + template);
        return Optional.ofNullable(channels.get(template + "/" + channel));
    }

    @Override
    public void put(Channel channel) {
        channels.put(channel.template() + "/" + channel.name(), channel);
    }

    @Override
    public void removeChannels(String template) {
        channels.values().removeIf(channel -> channel.template().equals(template));
    }
}
