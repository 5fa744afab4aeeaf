/// The local platform: every process that Gennaker consists of, and everything it needs, on one machine. Starts,
/// watches and stops them, and finds them again after a crash. Start reading at
/// [io.gennaker.playground.platform.LocalPlatform]; [io.gennaker.playground.platform.Supervisor] does the work.
@NullMarked
package io.gennaker.playground.platform;

import org.jspecify.annotations.NullMarked;
