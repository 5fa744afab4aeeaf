package io.gennaker.cli;

/// What a command's end means to scripts.
public enum ExitCode {
    OK(0, "done"),
    NEGATIVE(
            1,
            "the delivery did not succeed, the demo did not end as it must, a replay decides otherwise, a signature is not"
                    + " by the key, or an integration does not work"),
    USAGE(2, "the command line is wrong"),
    INVALID(3, "a definition or a case has problems; each is printed with its place"),
    NOT_FOUND(4, "there is no such pipeline, execution, judgement, dead letter, component or file"),
    REFUSED(5, "not logged in, not allowed, too late, or done already"),
    UNREACHABLE(6, "the platform or the server is not there"),
    TIMEOUT(7, "it did not end in time"),
    DEFECT(8, "gennaker itself failed; GENNAKER_DEBUG=1 shows where"),
    /// As the shell sees a program that a closed pipe has ended.
    OUTPUT_CLOSED(141, "nobody reads the output any more, as with: gennaker logs -f | head");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
