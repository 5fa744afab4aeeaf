package io.gennaker.outbox.store;

/// Identity of a message at its receivers: CloudEvents promises that source and id together are unique.
public record MessageIdentity(String source, String id) {}
