/// Logins and the audit, without what stores them. Start with [Tokens] and [TokenRequest].
@NullMarked
package io.gennaker.console.access;

import org.jspecify.annotations.NullMarked;
