/// REST API, server-sent events, login. Start at [ExecutionsResource].
@NullMarked
package io.gennaker.console.http;

import org.jspecify.annotations.NullMarked;
