/// Kubernetes manifests: checked, evaluated, their images bound by digest. Start at [Renderer].
@NullMarked
package io.gennaker.pipeline.render;

import org.jspecify.annotations.NullMarked;
