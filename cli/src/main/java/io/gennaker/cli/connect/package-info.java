/// Sets integrations up from one file, and checks each. Start at [Connecting].
@NullMarked
package io.gennaker.cli.connect;

import org.jspecify.annotations.NullMarked;
