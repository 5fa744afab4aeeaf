/// Notices by e-mail. Start at [MailNotices].
@NullMarked
package io.gennaker.judgement.mail;

import org.jspecify.annotations.NullMarked;
