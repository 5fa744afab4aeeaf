/// The demo: a good and a bad delivery on the local platform. Start at [Demo].
@NullMarked
package io.gennaker.cli.demo;

import org.jspecify.annotations.NullMarked;
