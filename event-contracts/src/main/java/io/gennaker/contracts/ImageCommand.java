package io.gennaker.contracts;

import java.time.Instant;

/// Asks the orchestrator to keep an image from a pipeline, or to let it through again.
public sealed interface ImageCommand extends Message {
    String pipeline();

    @Override
    default String key() {
        return DefinitionKind.PIPELINE.word() + "/" + pipeline();
    }

    /// Nothing starts with the image any more, by whomever it is asked for. What runs goes on.
    ///
    /// @param reason for the record, and for those who are refused
    record Withdraw(String pipeline, String repository, Digest digest, Actor by, String reason, Instant at)
            implements ImageCommand {
        public Withdraw {
            Check.text("pipeline", pipeline, 60);
            Check.text("repository", repository, 255);
            Check.text("reason", reason, 2_000);
        }
    }

    /// The image may be delivered again, whoever or whatever withdrew it.
    ///
    /// @param reason for the record
    record Reinstate(String pipeline, String repository, Digest digest, Actor by, String reason, Instant at)
            implements ImageCommand {
        public Reinstate {
            Check.text("pipeline", pipeline, 60);
            Check.text("repository", repository, 255);
            Check.text("reason", reason, 2_000);
        }
    }
}
