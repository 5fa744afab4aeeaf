package io.gennaker.pipeline.problem;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the problems of one file. Not thread-safe.
///
/// Bounded: a file that is wrong everywhere is told so without flooding whoever asked.
public final class Problems {
    private static final int MOST = 200;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();

    public Problems(String file) {
        this.file = file;
    }

    public void add(Location at, String path, String what, String allowed) {
        add(at, path, what, allowed, false);
    }

    /// What says what it means, and is against a rule.
    public void object(Location at, String path, String what, String allowed) {
        add(at, path, what, allowed, true);
    }

    private void add(Location at, String path, String what, String allowed, boolean objection) {
        if (!isFull()) {
            found.add(new Problem(file, at.line(), at.column(), path, what, allowed, objection));
        }
    }

    /// Whether no more are kept: where they are need not be looked for.
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /// All problems, from the top of the file to its bottom.
    public List<Problem> inOrder() {
        var sorted = new ArrayList<>(found);
        sorted.sort(Problem.IN_ORDER);
        return List.copyOf(sorted);
    }
}
