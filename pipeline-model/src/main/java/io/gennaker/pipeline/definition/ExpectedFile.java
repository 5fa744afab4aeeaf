package io.gennaker.pipeline.definition;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FileSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file that an execution needs from outside, by name: brought before its plan is made.
///
/// @param prior whether the file of the pipeline's execution before stands in for one that cannot be had
/// @param standard path of a file beside the definition that stands in when nothing else does; null: none
public record ExpectedFile(
        String name, Place place, boolean prior, @Nullable String standard) {
    /// Stands before the name where stages name files: no written path has a colon.
    private static final String MARK = "artifact:";

    /// Where it lies.
    public sealed interface Place {}

    /// @param repository with host, such as `github.com/acme/shop`
    /// @param ref branch, tag or commit that is taken when none is given; null: one must be given
    /// @param path in the repository
    public record InGit(String repository, @Nullable String ref, String path) implements Place {}

    /// @param digest that the body must have; null: any
    /// @param secretHeaders names of secrets by the header that carries them
    public record AtUrl(String url, @Nullable Digest digest, Map<String, String> secretHeaders) implements Place {
        public AtUrl {
            secretHeaders = Collections.unmodifiableMap(new TreeMap<>(secretHeaders));
        }
    }

    /// The path under which the stages name the file of an artifact.
    public static String pathOf(String artifact) {
        return MARK + artifact;
    }

    /// Whether a path of a stage is not of a file beside the definition.
    public static boolean isPath(String path) {
        return path.startsWith(MARK);
    }

    public String path() {
        return pathOf(name);
    }

    /// What is asked for it.
    ///
    /// @param given branch, tag or commit that who starts the execution says; null: none
    public Optional<FileSource> source(@Nullable String given) {
        return switch (place) {
            case InGit(var repository, var ref, var path) ->
                Optional.ofNullable(given == null ? ref : given)
                        .map(at -> new FileSource.GitFile(repository, at, path));
            case AtUrl(var url, var digest, var headers) -> Optional.of(new FileSource.HttpFile(url, digest, headers));
        };
    }

    /// Whether a file that another execution had lies where this one does.
    public boolean isAlso(FetchedFile other) {
        return other.name().equals(name)
                && switch (place) {
                    case InGit(var repository, var _, var path) ->
                        other.source() instanceof FileSource.GitFile git
                                && git.repository().equals(repository)
                                && git.path().equals(path);
                    case AtUrl(var url, var digest, var _) ->
                        other.source() instanceof FileSource.HttpFile http
                                && http.url().equals(url)
                                && (digest == null || digest.equals(other.digest()));
                };
    }

    /// For people.
    public String words() {
        return switch (place) {
            case InGit(var repository, var ref, var path) ->
                repository + " " + path + (ref == null ? "" : " at " + ref);
            case AtUrl(var url, var _, var _) -> url;
        };
    }
}
