package io.gennaker.contracts;

/// What happened in a registry, in the words of the `gcr` topic.
public enum RegistryAction {
    INSERT,
    DELETE
}
