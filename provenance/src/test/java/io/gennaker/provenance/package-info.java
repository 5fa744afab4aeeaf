@NullMarked
package io.gennaker.provenance;

import org.jspecify.annotations.NullMarked;
