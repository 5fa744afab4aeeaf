package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.display.FishCompletion;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// Prints a script that completes command lines in a shell.
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in a shell.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash: source <(gennaker completion bash)",
            "zsh:  source <(gennaker completion zsh)",
            "fish: gennaker completion fish | source"
        })
public final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh,
        fish
    }

    @ParentCommand
    private Gennaker gennaker;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
    private Shell shell;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        gennaker.session()
                .print(
                        switch (shell) {
                            // The script for bash makes zsh read it in bash's way by itself.
                            case bash, zsh -> AutoComplete.bash(root.getCommandName(), root);
                            case fish -> FishCompletion.of(root);
                        });
        return ExitCode.OK.code();
    }
}
