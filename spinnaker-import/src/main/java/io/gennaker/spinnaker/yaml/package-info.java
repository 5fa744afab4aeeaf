/// Writes definitions and manifests. Start at [YamlText].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.yaml;
