/// Slack: cards as messages, answers by buttons and forms. Start at [SlackCards] and [SlackInteractions].
@NullMarked
package io.gennaker.judgement.slack;

import org.jspecify.annotations.NullMarked;
