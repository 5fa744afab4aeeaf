package io.gennaker.deployer.testing;

/// Images that behave as tests need it, and the commands that make them do so.
///
/// @param good an image that becomes ready, and `better` another
/// @param crashing ends at once with an error
/// @param missing not in any registry
/// @param jobOk writes `migrated` and ends well
/// @param jobFailing writes `table missing` and ends with code 3
/// @param jobLong runs for longer than a test
/// @param jobOutputs writes `{"version": 7}` last
/// @param jobTests writes a JUnit report of one test that passed and one that failed with the message `boom`
public record TestImages(
        Image good,
        Image better,
        Image crashing,
        Image missing,
        Image jobOk,
        Image jobFailing,
        Image jobLong,
        Image jobOutputs,
        Image jobTests) {

    public static final String JUNIT = "<testsuite name=\"cart\"><testcase name=\"a\" time=\"0.1\"/>"
            + "<testcase name=\"b\"><failure message=\"boom\"/></testcase></testsuite>";

    /// An image and, as YAML, the command that replaces its own; empty for its own.
    public record Image(String reference, String command) {
        public String yaml() {
            return "image: \"" + reference + "\"" + (command.isEmpty() ? "" : ", command: " + command);
        }
    }
}
