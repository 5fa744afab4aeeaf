/// What systems outside call with, read into facts. Start at [SourceKind]. Pure.
@NullMarked
package io.gennaker.trigger.source;

import org.jspecify.annotations.NullMarked;
