/// Calls to systems outside: which are allowed, what their answers mean, when they are tried again. Start at
/// [WebhookRun].
@NullMarked
package io.gennaker.judgement.callout;

import org.jspecify.annotations.NullMarked;
