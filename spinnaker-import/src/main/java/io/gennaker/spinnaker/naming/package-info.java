/// Names that the language of Gennaker allows, from those that Spinnaker had. Start at [Names].
@org.jspecify.annotations.NullMarked
package io.gennaker.spinnaker.naming;
