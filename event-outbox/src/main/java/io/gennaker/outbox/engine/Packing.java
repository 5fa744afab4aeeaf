package io.gennaker.outbox.engine;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.PackedMessages;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.store.BusRecord;
import io.gennaker.outbox.store.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The records of what one transaction sends: messages of one key share a record, in their order. A message that is
/// alone is a record as outsiders know it, and so is each of [Topic#CDEVENTS], which is for them.
final class Packing {
    /// At most, of a record with more than one message.
    private static final int LARGEST = 200_000;

    private final List<Parcel> parcels = new ArrayList<>();
    private final Map<Place, Parcel> last = new HashMap<>();

    private record Place(Topic topic, String key) {}

    private static final class Parcel {
        private final Place place;
        private final List<PackedMessages.Single> messages = new ArrayList<>();
        private int bytes;

        Parcel(Place place) {
            this.place = place;
        }
    }

    void add(Envelope envelope) {
        var message = envelope.message();
        var place = new Place(envelope.type().topic(), message.key());
        byte[] value = MessageCodec.value(message);
        Parcel parcel = last.get(place);
        if (parcel == null || place.topic() == Topic.CDEVENTS || parcel.bytes + value.length > LARGEST) {
            parcel = new Parcel(place);
            parcels.add(parcel);
            last.put(place, parcel);
        }
        parcel.messages.add(new PackedMessages.Single(MessageCodec.headers(envelope), value));
        parcel.bytes += value.length;
    }

    List<BusRecord> records() {
        return parcels.stream().map(Packing::record).toList();
    }

    private static BusRecord record(Parcel parcel) {
        var single = parcel.messages.getFirst();
        boolean alone = parcel.messages.size() == 1;
        return new BusRecord(
                parcel.place.topic().topicName(),
                parcel.place.key().getBytes(StandardCharsets.UTF_8),
                headers(alone ? single.headers() : PackedMessages.headers()),
                alone ? single.value() : PackedMessages.pack(parcel.messages));
    }

    private static List<Header> headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> Header.of(header.getKey(), header.getValue()))
                .toList();
    }
}
