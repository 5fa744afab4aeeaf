/// Objects, clusters and ports for tests, made by hand.
@NullMarked
package io.gennaker.deployer.testing;

import org.jspecify.annotations.NullMarked;
