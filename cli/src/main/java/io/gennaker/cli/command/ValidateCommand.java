package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.definitions.DefinitionFiles;
import io.gennaker.cli.definitions.DefinitionFiles.DefinitionFile;
import io.gennaker.cli.definitions.Fitting;
import io.gennaker.cli.definitions.Handed;
import io.gennaker.pipeline.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Checks definitions without a server.
@Command(
        name = "validate",
        description = "Check definitions and their manifests; needs no server.",
        mixinStandardHelpOptions = true)
public final class ValidateCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|FOLDER",
            description = "what to check; may be given more than once")
    private List<Path> paths = List.of();

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<DefinitionFile> files = DefinitionFiles.read(paths);
        var problems = new ArrayList<Problem>();
        files.forEach(file -> problems.addAll(file.problems()));
        if (problems.isEmpty()) {
            List<Handed> all = Handed.of(files);
            problems.addAll(new Fitting(all).problems(all));
        }
        if (session.json()) {
            session.printJson(Map.of("valid", problems.isEmpty(), "problems", problems));
        } else {
            problems.forEach(problem -> session.print(problem.text()));
            files.stream()
                    .flatMap(file -> file.documents().stream())
                    .forEach(document ->
                            session.print(document.definition().kind().word() + "/"
                                    + document.definition().name() + " read"));
        }
        return (problems.isEmpty() ? ExitCode.OK : ExitCode.INVALID).code();
    }
}
