package io.gennaker.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.display.Text;
import io.gennaker.provenance.Envelope;
import io.gennaker.provenance.Statement;
import io.gennaker.provenance.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Checks the signature of a provenance, and says what it states.
@Command(
        name = "verify",
        description = {
            "Check the signed provenance of an execution, and say what it states.",
            "A file is checked without any server. Exit code 1 when the signature is not by",
            "the key, or the server answers with what was signed of another execution."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION|FILE", description = "a file with an envelope, else an execution's id")
    private String subject;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the public key in PEM (default: that of the local platform)")
    private @Nullable Path key;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        Path trusted = key == null ? session.platform().provenanceKeyFile() : key;
        VerifyingKey verifying = VerifyingKey.read(text(trusted, "the public key"));
        Envelope envelope = Envelope.read(envelope(session));
        JsonNode statement;
        try {
            statement = Statement.verify(envelope, List.of(verifying));
        } catch (IllegalArgumentException refused) {
            throw new CliFailure(ExitCode.NEGATIVE, subject + " is not verified: " + refused.getMessage());
        }
        if (!isFile()) {
            requireStatementOf(subject, statement);
        }
        if (session.json()) {
            session.printJson(statement);
        } else {
            print(session, statement, verifying);
        }
        return ExitCode.OK.code();
    }

    private boolean isFile() {
        return Files.isRegularFile(Path.of(subject));
    }

    private String envelope(Session session) {
        return isFile()
                ? text(Path.of(subject), "the envelope")
                : session.console().provenance(subject).toString();
    }

    /// A server that is not trusted could answer with what was signed of another execution.
    private static void requireStatementOf(String execution, JsonNode statement) {
        String of = statement.at("/predicate/runDetails/metadata/invocationId").asText();
        if (!of.equals(execution)) {
            throw new CliFailure(
                    ExitCode.NEGATIVE,
                    execution + " is not verified: the statement is of " + (of.isEmpty() ? "no execution" : of));
        }
    }

    private static String text(Path file, String what) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.NOT_FOUND, what + " is not readable: " + unreadable);
        }
    }

    /// Much of it is what people typed: none of that may look like a line of its own, or change one.
    private static void print(Session session, JsonNode statement, VerifyingKey verifying) {
        JsonNode definition = statement.at("/predicate/buildDefinition");
        JsonNode run = statement.at("/predicate/runDetails");
        JsonNode trigger = definition.at("/externalParameters/trigger");
        line(session, "signed by " + verifying.id());
        line(
                session,
                "execution " + run.at("/metadata/invocationId").asText() + " of "
                        + definition.at("/externalParameters/pipeline").asText() + ": "
                        + run.at("/gennaker_delivery/status").asText() + ", "
                        + run.at("/metadata/startedOn").asText() + " to "
                        + run.at("/metadata/finishedOn").asText());
        line(
                session,
                "triggered by " + trigger.path("kind").asText() + " "
                        + trigger.path("source").asText()
                        + (trigger.has("user") ? ", " + trigger.path("user").asText() : ""));
        JsonNode rerun = definition.at("/externalParameters/rerun");
        if (rerun.isObject()) {
            line(
                    session,
                    "rerun of " + rerun.path("of").asText() + " by "
                            + rerun.path("by").asText() + ": "
                            + rerun.path("reason").asText());
        }
        line(session, "plan " + definition.at("/internalParameters/plan").asText());
        definition
                .path("resolvedDependencies")
                .forEach(material -> line(
                        session,
                        "material " + material.path("name").asText() + " sha256:"
                                + material.at("/digest/sha256").asText()));
        run.at("/gennaker_delivery/stages")
                .forEach(stage -> line(
                        session,
                        "stage " + stage.path("id").asText() + ": "
                                + stage.path("status").asText() + " " + stage.path("facts")));
    }

    private static void line(Session session, String text) {
        session.print(Text.clean(text));
    }
}
