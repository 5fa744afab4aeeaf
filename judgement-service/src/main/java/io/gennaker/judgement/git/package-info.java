/// Files out of Git repositories, over HTTPS. Start at [GitFiles].
@NullMarked
package io.gennaker.judgement.git;

import org.jspecify.annotations.NullMarked;
