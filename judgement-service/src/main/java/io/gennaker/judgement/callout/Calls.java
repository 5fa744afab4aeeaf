package io.gennaker.judgement.callout;

import io.gennaker.contracts.HttpCall;
import java.util.Map;

/// Makes requests.
@FunctionalInterface
public interface Calls {
    /// @param more headers beside those of the call
    Response send(HttpCall call, Map<String, String> more) throws CallFailed, InterruptedException;
}
