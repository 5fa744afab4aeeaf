/// How well a team delivers, counted from its executions; pure. Begin at [DeliveryFigures].
@NullMarked
package io.gennaker.console.figures;

import org.jspecify.annotations.NullMarked;
