package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where a file lies that an execution needs.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileSource.GitFile.class, name = "Git"),
    @JsonSubTypes.Type(value = FileSource.HttpFile.class, name = "Http"),
})
public sealed interface FileSource {
    /// In a repository.
    ///
    /// @param repository with host, without scheme, such as `github.com/acme/shop`
    /// @param ref branch, tag or commit
    record GitFile(String repository, String ref, String path) implements FileSource {
        public GitFile {
            Check.text("repository", repository, 255);
            Check.text("ref", ref, 255);
            Check.text("path", path, 500);
        }

        @Override
        public String toString() {
            return repository + " " + path + " at " + ref;
        }
    }

    /// At an address.
    ///
    /// @param digest that the body must have; null: any
    /// @param secretHeaders names of secrets by the header that carries them
    record HttpFile(String url, @Nullable Digest digest, Map<String, String> secretHeaders) implements FileSource {
        public HttpFile {
            Check.text("url", url, 2_000);
            secretHeaders = Collections.unmodifiableMap(new TreeMap<>(secretHeaders));
        }

        @Override
        public String toString() {
            return url;
        }
    }
}
