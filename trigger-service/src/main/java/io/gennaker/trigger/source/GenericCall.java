package io.gennaker.trigger.source;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.TriggerEvent;
import java.util.Map;

/// Any JSON object. A caller that may call again names the event: by the header `Idempotency-Key`.
final class GenericCall implements Format {
    @Override
    public Reading read(Call call) throws UnreadableCall {
        call.body();
        return Reading.of(new TriggerEvent.FactReceived(
                FactKind.WEBHOOK,
                call.eventSource(),
                Call.shortened(call.header("idempotency-key").orElseGet(call::madeUpId)),
                Map.of(),
                call.payload(),
                call.at()));
    }
}
