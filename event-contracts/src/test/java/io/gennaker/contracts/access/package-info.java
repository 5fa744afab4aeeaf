@NullMarked
package io.gennaker.contracts.access;

import org.jspecify.annotations.NullMarked;
