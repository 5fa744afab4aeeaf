/// What makes objects come true in a simulated cluster: deployments roll, jobs run, pods start, fail and go. One loop
/// per cluster runs all of it, driven by the store's changes and by due times.
/// Entry point: [io.gennaker.playground.cluster.controllers.ControlLoop].
@NullMarked
package io.gennaker.playground.cluster.controllers;

import org.jspecify.annotations.NullMarked;
