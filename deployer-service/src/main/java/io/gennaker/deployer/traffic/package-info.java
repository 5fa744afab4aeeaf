/// How the weights of a route and the subsets of its host are to change, and when they must not.
///
/// Start at [WeightPlan] (the VirtualService) and [SubsetPlan] (the DestinationRule). Both take the object as it was
/// read and give operations of a JSON patch that apply to that version of it and to no other.
@NullMarked
package io.gennaker.deployer.traffic;

import org.jspecify.annotations.NullMarked;
