/// Container registries, asked by their API. Start at [RegistryApi].
@NullMarked
package io.gennaker.trigger.registry;

import org.jspecify.annotations.NullMarked;
