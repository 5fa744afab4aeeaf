package io.gennaker.deployer.kafka;

import io.gennaker.contracts.OperationId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells the operation that corrects a drift from the shift whose weights it writes again.
///
/// @param number of the drift within the shift
record CorrectionId(OperationId shift, int number) {
    private static final Pattern TEXT = Pattern.compile("correction ([0-9]{1,9}) of (.+)");

    static Optional<CorrectionId> parse(String operation) {
        Matcher matcher = TEXT.matcher(operation);
        return matcher.matches()
                ? Optional.of(new CorrectionId(new OperationId(matcher.group(2)), Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "correction " + number + " of " + shift;
    }
}
