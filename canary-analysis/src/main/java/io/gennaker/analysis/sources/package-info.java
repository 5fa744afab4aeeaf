/// Which sources there are, from a file. Puts the adapters together; start reading at
/// [io.gennaker.analysis.sources.SourcesFile].
@NullMarked
package io.gennaker.analysis.sources;

import org.jspecify.annotations.NullMarked;
