package io.gennaker.playground.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Does one thing to each of several components, at the same time where their order allows it.
final class OrderedRun {
    private final List<Component> components;
    private final Function<Component, Set<String>> predecessors;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private OrderedRun(List<Component> components, Function<Component, Set<String>> predecessors) {
        this.components = components;
        this.predecessors = predecessors;
    }

    /// What a component needs comes first.
    static OrderedRun needsFirst(List<Component> components) {
        return new OrderedRun(components, Component::needs);
    }

    /// What needs a component comes first.
    static OrderedRun needsLast(List<Component> components) {
        return new OrderedRun(
                components,
                component -> components.stream()
                        .filter(other -> other.needs().contains(component.name()))
                        .map(Component::name)
                        .collect(Collectors.toSet()));
    }

    /// Does it to all. Where it fails for one, those that come after that one are left out, the others are done.
    ///
    /// @throws PlatformException that tells of every failure
    void forEach(Consumer<Component> action) {
        var outcomes =
                components.stream().collect(Collectors.toMap(Component::name, _ -> new CompletableFuture<Boolean>()));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            components.forEach(component -> threads.execute(
                    () -> outcome(outcomes, component.name()).complete(run(component, outcomes, action))));
        }
        if (!failures.isEmpty()) {
            throw new PlatformException(String.join("\n", new ArrayList<>(failures)));
        }
    }

    private static CompletableFuture<Boolean> outcome(
            Map<String, CompletableFuture<Boolean>> outcomes, String component) {
        return Objects.requireNonNull(outcomes.get(component), component);
    }

    private boolean run(
            Component component, Map<String, CompletableFuture<Boolean>> outcomes, Consumer<Component> action) {
        var failed = predecessors.apply(component).stream()
                .filter(outcomes::containsKey)
                .filter(name -> !outcome(outcomes, name).join())
                .sorted()
                .toList();
        if (!failed.isEmpty()) {
            failures.add(component.name() + ": left out, because of " + String.join(", ", failed));
            return false;
        }
        try {
            action.accept(component);
            return true;
        } catch (RuntimeException e) {
            failures.add(component.name() + ": " + e.getMessage());
            return false;
        }
    }
}
