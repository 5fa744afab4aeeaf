package io.gennaker.cli.command;

import picocli.CommandLine.Option;

/// How much of a list is shown.
final class Limit {
    @Option(names = "--limit", paramLabel = "N", description = "how many (default: 50)")
    private int limit = 50;

    int value() {
        return limit;
    }
}
