/// Makes the published schemas from the records. Start at [MessageSchema].
@NullMarked
package io.gennaker.contracts.schema;

import org.jspecify.annotations.NullMarked;
