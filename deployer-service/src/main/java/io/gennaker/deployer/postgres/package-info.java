/// The deployer's own tables.
///
/// Start at [JdbcPreviousObjects] and [JdbcIntendedWeights].
@NullMarked
package io.gennaker.deployer.postgres;

import org.jspecify.annotations.NullMarked;
