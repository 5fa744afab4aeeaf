/// One piece of long work, step by step: what is next is decided purely ([TaskFlow]), done through ports
/// ([TaskRunner]), and recorded between steps, so that any replica can go on.
///
/// Start at [Itinerary]: the steps of each kind of task.
@NullMarked
package io.gennaker.deployer.task;

import org.jspecify.annotations.NullMarked;
