@org.jspecify.annotations.NullMarked
package io.gennaker.console.health;
