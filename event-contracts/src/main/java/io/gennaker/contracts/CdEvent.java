package io.gennaker.contracts;

/// A message in the vocabulary of CDEvents (<https://cdevents.dev>), which other tools write and read too.
///
/// It names itself: id, source and time of its [Envelope] are those of its context, as the vocabulary's binding to
/// CloudEvents asks.
public sealed interface CdEvent permits DeliveryFact, TriggerEvent.ArtifactPublished {
    CdContext context();

    /// What the event is about: the CloudEvents subject.
    String subjectId();
}
