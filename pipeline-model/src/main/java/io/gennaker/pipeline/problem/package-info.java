/// What is wrong with a text that a user wrote, and where. Start at [Problem].
@NullMarked
package io.gennaker.pipeline.problem;

import org.jspecify.annotations.NullMarked;
