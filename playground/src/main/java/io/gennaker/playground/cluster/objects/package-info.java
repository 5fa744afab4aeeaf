/// What the API server does with objects apart from HTTP: admission, defaults, conflicts, generations, ownership,
/// finalizers and deletion. Entry point: [io.gennaker.playground.cluster.objects.ClusterObjects].
@NullMarked
package io.gennaker.playground.cluster.objects;

import org.jspecify.annotations.NullMarked;
