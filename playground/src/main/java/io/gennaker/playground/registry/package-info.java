/// The simulated image registry: which images exist, under which digest, and how a container of each behaves.
/// Entry point: [io.gennaker.playground.registry.ImageRegistry].
@NullMarked
package io.gennaker.playground.registry;

import org.jspecify.annotations.NullMarked;
