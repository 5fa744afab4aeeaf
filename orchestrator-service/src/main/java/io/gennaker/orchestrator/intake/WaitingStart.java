package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.OperationId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A start that waits for its files, or for its turn behind such a one.
///
/// @param files that were asked for, by artifact
public record WaitingStart(ExecutionCommand.Start command, Map<String, Request> files) implements FileAnswers {
    private static final String STAGE = "artifacts";

    public WaitingStart {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /// @param attempt counts from 1
    /// @param digest of what was brought; null: nothing was, yet
    /// @param failure why it cannot be had
    public record Request(
            FileSource source,
            int attempt,
            @Nullable Digest digest,
            @Nullable String commit,
            @Nullable String etag,
            @Nullable String failure) {
        boolean isOpen() {
            return digest == null && failure == null;
        }

        Request brought(Digest found, @Nullable String ofCommit, @Nullable String tag) {
            return new Request(source, attempt, found, ofCommit, tag, null);
        }

        Request failed(String reason) {
            return new Request(source, attempt, null, null, null, reason);
        }
    }

    ExecutionId id() {
        return command.executionId();
    }

    @Override
    public Optional<Answer> of(String artifact, FileSource source) {
        Request request = files.get(artifact);
        if (request == null || request.isOpen() || !request.source().equals(source)) {
            return Optional.empty();
        }
        return Optional.of(
                request.digest() == null
                        ? new Failed(String.valueOf(request.failure()))
                        : new Brought(request.commit(), request.etag(), request.digest()));
    }

    /// What it waits for.
    List<String> words() {
        return files.entrySet().stream()
                .filter(file -> file.getValue().isOpen())
                .map(file -> file.getKey() + " of " + file.getValue().source())
                .toList();
    }

    boolean hasAsked(Planning.Wanted wanted) {
        Request request = files.get(wanted.artifact());
        return request != null && request.source().equals(wanted.source());
    }

    /// What the pipeline says may have changed since it was asked for.
    WaitingStart asking(Planning.Wanted wanted) {
        Request before = files.get(wanted.artifact());
        int attempt = before == null ? 1 : before.attempt() + 1;
        return with(wanted.artifact(), new Request(wanted.source(), attempt, null, null, null, null));
    }

    OperationId operation(String artifact) {
        Request request = files.get(artifact);
        return OperationId.of(id(), STAGE, artifact, request == null ? 1 : request.attempt());
    }

    /// With the answer about an operation; one that is not awaited changes nothing.
    WaitingStart answered(OperationId operation, UnaryOperator<Request> answer) {
        return files.entrySet().stream()
                .filter(file ->
                        file.getValue().isOpen() && operation(file.getKey()).equals(operation))
                .findFirst()
                .map(file -> with(file.getKey(), answer.apply(file.getValue())))
                .orElse(this);
    }

    WaitingStart with(String artifact, Request request) {
        var changed = new TreeMap<>(files);
        changed.put(artifact, request);
        return new WaitingStart(command, changed);
    }
}
