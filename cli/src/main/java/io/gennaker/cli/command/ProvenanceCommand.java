package io.gennaker.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Prints the signed provenance of an execution.
@Command(
        name = "provenance",
        description = "Print the signed provenance of an execution that ended: a DSSE envelope, for `gennaker verify`.",
        mixinStandardHelpOptions = true)
public final class ProvenanceCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "EXECUTION", description = "its id")
    private String execution;

    @Override
    public Integer call() {
        JsonNode envelope = gennaker.session().console().provenance(execution);
        if (!envelope.isObject()) {
            throw new CliFailure(ExitCode.UNREACHABLE, "the server's answer is no envelope");
        }
        gennaker.session().print(envelope.toString());
        return ExitCode.OK.code();
    }
}
