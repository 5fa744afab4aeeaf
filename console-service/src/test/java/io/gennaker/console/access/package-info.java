@NullMarked
package io.gennaker.console.access;

import org.jspecify.annotations.NullMarked;
