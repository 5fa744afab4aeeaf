/// Who may do what, told by the roles that a login gave an actor: pure rules, the same at the API and where a
/// command is carried out. Start with [Grants].
@NullMarked
package io.gennaker.contracts.access;

import org.jspecify.annotations.NullMarked;
