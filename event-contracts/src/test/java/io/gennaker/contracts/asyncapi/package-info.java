/// Makes the AsyncAPI documents and the README's table from [io.gennaker.contracts.asyncapi.Participants]. Start at
/// [ServiceDocument].
@NullMarked
package io.gennaker.contracts.asyncapi;

import org.jspecify.annotations.NullMarked;
