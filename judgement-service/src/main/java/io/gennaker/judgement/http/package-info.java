/// Signed answers from other systems, over HTTP. Start at [JudgementWebhook].
@NullMarked
package io.gennaker.judgement.http;

import org.jspecify.annotations.NullMarked;
