/// The pipeline language: what users write, and the plan that an execution runs.
///
/// [Definitions] reads and checks, [Planner] makes plans, [Conditions] decides whether a stage runs. Pure: no I/O, no
/// clock.
@NullMarked
package io.gennaker.pipeline;

import org.jspecify.annotations.NullMarked;
