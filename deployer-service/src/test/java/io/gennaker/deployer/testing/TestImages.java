package io.gennaker.deployer.testing;

/// Images that behave as tests need it, and the commands that make them do so.
///
/// @param good an image that becomes ready, and `better` another
/// @param crashing ends at once with an error
/// @param missing not in any registry
/// @param jobOk writes `migrated` and ends well
/// @param jobFailing writes `table missing` and ends with code 3
/// @param jobLong runs for longer than a test
public record TestImages(
        Image good, Image better, Image crashing, Image missing, Image jobOk, Image jobFailing, Image jobLong) {

    /// An image and, as YAML, the command that replaces its own; empty for its own.
    public record Image(String reference, String command) {
        public String yaml() {
            return "image: \"" + reference + "\"" + (command.isEmpty() ? "" : ", command: " + command);
        }
    }
}
