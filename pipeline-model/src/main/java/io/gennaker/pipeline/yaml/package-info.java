/// YAML with the place of every node, read and written. Start at [YamlFile#parse].
///
/// The only package that knows the YAML library.
@NullMarked
package io.gennaker.pipeline.yaml;

import org.jspecify.annotations.NullMarked;
