/// The deployer: writes to clusters and meshes, in an order that keeps every request served. This package only wires.
///
/// Start at [io.gennaker.deployer.task.Itinerary] (the steps of each task) and [io.gennaker.deployer.task.TaskRunner].
@NullMarked
package io.gennaker.deployer;

import org.jspecify.annotations.NullMarked;
