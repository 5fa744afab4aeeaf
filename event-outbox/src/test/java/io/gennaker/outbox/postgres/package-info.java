/// What only PostgreSQL can show: replicas of one service side by side.
@NullMarked
package io.gennaker.outbox.postgres;

import org.jspecify.annotations.NullMarked;
