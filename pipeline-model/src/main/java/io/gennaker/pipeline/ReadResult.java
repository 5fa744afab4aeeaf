package io.gennaker.pipeline;

import io.gennaker.pipeline.definition.Definition;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;

/// What a file holds.
public sealed interface ReadResult {
    /// Every document of the file is a definition without problems; there is at least one.
    record Read(List<Document> documents) implements ReadResult {
        public Read {
            documents = List.copyOf(documents);
        }
    }

    /// All that is wrong, from top to bottom.
    record Invalid(List<Problem> problems) implements ReadResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /// @param text of this document alone, as written: what is sent, stored and part of the digest
    record Document(Definition definition, String text) {}
}
